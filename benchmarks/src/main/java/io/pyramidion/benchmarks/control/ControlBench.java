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
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Percentile;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalFlink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Operator events and checkpoints of a subtask whose source is held back all the time: how long
 * they take, and what it answers meanwhile. Then, in a second job, how long it takes from a flood
 * of requests until the plan that tells of it is in force.
 */
@Command(
        name = "control",
        description =
                "Measures how long operator events and checkpoints wait while the source is held back,"
                        + " and how fast a change of pressure reaches the heads.",
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

    private static final int PHASES = 1000;
    private static final long LOOK_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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

    @Option(
            names = "--floods",
            defaultValue = "20",
            paramLabel = "N",
            description = "Changes of pressure to measure, some seconds each (${DEFAULT-VALUE}).")
    private int floods;

    @Override
    public Integer call() throws IOException, InterruptedException {
        job.check();
        Table table = new Table("ms", "count", "median", "90 %", "99 %", "longest");
        double took;
        try (LocalFlink flink = start(job::build)) {
            TimeUnit.SECONDS.sleep(warmUp);
            Sightings.forget();
            long start = System.currentTimeMillis();
            TimeUnit.SECONDS.sleep(seconds);
            long end = System.currentTimeMillis();
            took = (end - start) / 1e3;
            row(table, "operator event, sent to handled", Sightings.eventMillis());
            row(table, "checkpoint, triggered to complete", checkpoints(flink, start, end));
        }
        if (floods > 0) {
            LocalFlink flink = start(job::buildFlooding);
            try {
                flood();
            } finally {
                flink.close();
            }
            row(table, "flood, first request to plan in force", Floods.millis());
        }
        print(table, took, spec.commandLine().getOut());
        return 0;
    }

    private static LocalFlink start(Consumer<StreamExecutionEnvironment> graph) {
        return LocalFlink.start(
                Installation.current(),
                new LocalFlink.Launch("control", 1, FreePorts.next(), FLINK, graph));
    }

    /** Floods begin at any time between two decisions of the controller. */
    private void flood() throws InterruptedException {
        Random phases = new Random(1);
        for (int flood = 0; flood < floods; flood++) {
            untilOver();
            TimeUnit.MILLISECONDS.sleep(phases.nextInt(PHASES));
            Floods.begin();
        }
        untilOver();
    }

    private static void untilOver() throws InterruptedException {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!Floods.areOver()) {
            if (System.nanoTime() > limit) {
                throw new BenchException(
                        "The job did not tell of a flood, or of its end, within "
                                + PATIENCE.toSeconds()
                                + " s; "
                                + Floods.millis().size()
                                + " were measured.");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static void print(Table table, double took, PrintWriter console) {
        console.print(table.toMarkdown());
        console.printf(
                "%.1f requests and %.1f tokens a second while the source was held back.%n",
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
        table.add(
                name,
                values.size(),
                Percentile.of(values, 0.5),
                Percentile.of(values, 0.9),
                Percentile.of(values, 0.99),
                Percentile.of(values, 1));
    }
}
