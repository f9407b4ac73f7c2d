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

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Every request as soon as its window is over, so that a run that is broken off leaves them. */
final class RequestLog implements AutoCloseable {

    private final CSVPrinter rows;

    RequestLog(Path file) throws IOException {
        rows =
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader(
                                "repeat",
                                "load",
                                "policy",
                                "due s",
                                "class",
                                "content",
                                "tokens",
                                "TTFT ms",
                                "TPOT ms",
                                "end to end ms",
                                "finish reason")
                        .get()
                        .print(Files.newBufferedWriter(file));
    }

    void add(int repeat, double load, Policy policy, Window window) throws IOException {
        for (Answer answer : window.answers()) {
            Planned request = answer.request();
            rows.printRecord(
                    repeat + 1,
                    load,
                    policy.name(),
                    Math.round(request.at() * 1e3) / 1e3,
                    request.kind().wireName(),
                    request.story() ? "story" : "task",
                    answer.tokens().size(),
                    Math.round(answer.ttft() * 10) / 10.0,
                    Math.round(answer.tpot() * 100) / 100.0,
                    Math.round(answer.endToEnd() * 10) / 10.0,
                    answer.finishReason());
        }
        rows.flush();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
