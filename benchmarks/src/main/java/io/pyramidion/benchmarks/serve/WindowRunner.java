/*
 * Copyright 2026 the Pyramidion authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.options.BenchException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends windows of requests and waits for their answers. */
final class WindowRunner {

    private static final long LOOK_INTERVAL_MS = 20;

    private final String name;
    private final Sender sender;
    private final DeltaLog deltas;
    private final Duration limit;
    private int windows;

    /**
     * @param name with which ids begin: no job may have seen it before
     * @param limit how long to wait for the last answer
     */
    WindowRunner(String name, Sender sender, DeltaLog deltas, Duration limit) {
        this.name = name;
        this.sender = sender;
        this.deltas = deltas;
        this.limit = limit;
    }

    /**
     * Lets a policy serve a window; nothing else is underway before and after it.
     *
     * @throws BenchException if an answer does not come in time
     */
    Window run(Policy policy, List<Planned> requests) throws InterruptedException {
        String prefix = name + "-" + windows++ + "-";
        int before = deltas.ended();
        long start = sender.send(policy, prefix, requests);
        long deadline = System.nanoTime() + limit.toNanos();
        while (deltas.ended() - before < requests.size()) {
            if (System.nanoTime() > deadline) {
                throw new BenchException(
                        "%s answered %d of %d requests within %d s after the last was sent"
                                .formatted(
                                        policy.name(),
                                        deltas.ended() - before,
                                        requests.size(),
                                        limit.toSeconds()));
            }
            Thread.sleep(LOOK_INTERVAL_MS);
        }
        List<Answer> answers = new ArrayList<>(requests.size());
        for (int number = 0; number < requests.size(); number++) {
            Planned request = requests.get(number);
            Optional<Answer> answer =
                    deltas.answer(prefix + number, request, start + Sender.nanos(request.at()));
            answers.add(answer.orElseThrow());
        }
        return new Window(answers);
    }
}
