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
package io.pyramidion.benchmarks.bulk;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Files of one format: written, answered by processes that are killed, and checked. */
final class BulkRun {

    /** The job's name of the model, which OpenAI's lines give. */
    static final String MODEL = "bulk";

    /**
     * What came of it.
     *
     * @param kills how often a process was killed
     * @param seconds of work, the time of starting left out
     * @param tokensPerSecond of the last process
     */
    record Result(
            BulkFormat format,
            BulkVerdict verdict,
            int kills,
            double seconds,
            double tokensPerSecond,
            double mebibytes,
            double growth) {}

    private final BulkPlan plan;
    private final Path folder;
    private final Resident resident = new Resident();
    private double seconds;
    private double tokensPerSecond;

    /**
     * @param folder takes input, output and logs; made anew
     */
    BulkRun(BulkPlan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    Result run(BulkFormat format) throws IOException, InterruptedException {
        BulkFile file = BulkFile.of(format);
        Path input = folder.resolve("in-" + format.wireName() + format.ending());
        Path output = folder.resolve("out-" + format.wireName() + format.ending());
        file.write(input, plan.rows(), plan.prompts());
        Deque<Long> points = points(format);
        int kills = 0;
        while (!work(format, input, output, points, kills)) {
            kills++;
        }
        BulkCheck check = new BulkCheck(format, plan.rows(), plan.wanted(), plan.tokens());
        file.read(output, check::take);
        BulkVerdict verdict = check.verdict();
        if (verdict.isClean()) {
            Files.delete(input);
            Files.delete(output);
        }
        return new Result(
                format,
                verdict,
                kills,
                seconds,
                tokensPerSecond,
                resident.mostMebibytes(),
                resident.growth());
    }

    /** Rows after which a process is killed. */
    private Deque<Long> points(BulkFormat format) {
        Random random = new Random(31 * plan.seed() + format.ordinal());
        return random.doubles(plan.kills(), 0.05, 0.95)
                .sorted()
                .mapToLong(share -> (long) (share * plan.rows()))
                .collect(ArrayDeque::new, ArrayDeque::add, ArrayDeque::addAll);
    }

    /** Whether the process came to its end. */
    private boolean work(BulkFormat format, Path input, Path output, Deque<Long> points, int number)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(plan.arguments());
        arguments.addAll(
                List.of(
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString(),
                        "--format",
                        format.wireName(),
                        "--json",
                        "--resume"));
        Path log = folder.resolve("log-%s-%d".formatted(format.wireName(), number));
        resident.next();
        try (BatchProcess process = new BatchProcess(arguments, log)) {
            double lasted = 0;
            Optional<JsonNode> told;
            while ((told = process.next()).isPresent()) {
                resident.sample(process.id());
                lasted = told.get().path("seconds").asDouble();
                tokensPerSecond = told.get().path("tokens_per_second").asDouble();
                JsonNode counts = told.get().path("request_counts");
                long done = counts.path("completed").asLong() + counts.path("failed").asLong();
                if (!points.isEmpty() && done >= points.peek() && done < plan.rows()) {
                    while (!points.isEmpty() && done >= points.peek()) {
                        points.poll();
                    }
                    process.kill();
                    seconds += lasted;
                    return false;
                }
            }
            process.await();
            seconds += lasted;
            return true;
        }
    }
}
