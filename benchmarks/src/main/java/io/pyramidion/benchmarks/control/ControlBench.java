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
package io.pyramidion.benchmarks.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalFlink;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Operator events and checkpoints of a subtask whose source is held back all the time: how long
 * they take, and what it answers meanwhile.
 */
@Command(
        name = "control",
        description =
                "Measures how long operator events and checkpoints wait while the source is held back.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ControlBench implements Callable<Integer> {

    private static final Map<String, String> FLINK =
            Map.of(
                    "execution.checkpointing.interval", "1 s",
                    "execution.checkpointing.unaligned.enabled", "true",
                    "web.checkpoints.history", "1000",
                    "restart-strategy.type", "none",
                    "pipeline.object-reuse", "true",
                    "pipeline.generic-types", "false");

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Mixin private HeldBackJob job;

    @Option(
            names = "--warm-up",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "(${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long to measure (${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        job.check();
        LocalFlink.Launch launch =
                new LocalFlink.Launch("control", 1, FreePorts.next(), FLINK, job::build);
        try (LocalFlink flink = LocalFlink.start(Installation.current(), launch)) {
            TimeUnit.SECONDS.sleep(warmUp);
            Sightings.forget();
            long start = System.currentTimeMillis();
            TimeUnit.SECONDS.sleep(seconds);
            print(flink, start, System.currentTimeMillis(), spec.commandLine().getOut());
        }
        return 0;
    }

    private static void print(LocalFlink flink, long start, long end, PrintWriter console)
            throws IOException {
        Table table = new Table("ms", "count", "median", "90 %", "99 %", "longest");
        row(table, "operator event, sent to handled", Sightings.eventMillis());
        row(table, "checkpoint, triggered to complete", checkpoints(flink, start, end));
        console.print(table.toMarkdown());
        double took = (end - start) / 1e3;
        console.printf(
                "%.1f requests and %.1f tokens a second.%n",
                Sightings.results() / took, Sightings.tokens() / took);
        console.flush();
    }

    /** Those that were triggered in time; one that is still underway counts as long as it is. */
    private static List<Double> checkpoints(LocalFlink flink, long start, long end)
            throws IOException {
        List<Double> millis = new ArrayList<>();
        JsonNode all = flink.rest().get("/jobs/" + flink.jobId() + "/checkpoints");
        for (JsonNode checkpoint : all.path("history")) {
            long triggered = checkpoint.path("trigger_timestamp").asLong();
            if (triggered >= start && triggered <= end) {
                boolean complete = checkpoint.path("status").asText().equals("COMPLETED");
                millis.add(
                        complete
                                ? checkpoint.path("end_to_end_duration").asDouble()
                                : end - triggered);
            }
        }
        return millis;
    }

    private static void row(Table table, String name, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        table.add(
                name,
                sorted.size(),
                share(sorted, 0.5),
                share(sorted, 0.9),
                share(sorted, 0.99),
                share(sorted, 1));
    }

    private static double share(List<Double> sorted, double share) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
    }
}
