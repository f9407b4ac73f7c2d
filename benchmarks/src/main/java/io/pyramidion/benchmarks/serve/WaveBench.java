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

import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.operators.request.SloClass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Lets a load rise and fall once, and draws what the adaptive job did about it. */
@Command(
        name = "wave",
        description =
                "Lets a load rise and fall once, and draws what the adaptive job did about it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class WaveBench implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final double TEMPERATURE = 0.7;
    private static final int CALM_SAMPLES = 10;
    private static final long LOOK_INTERVAL_MS = 100;

    @Spec private CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Option(
            names = "--seconds",
            defaultValue = "120",
            description = "How long the load takes to rise and fall (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--low",
            defaultValue = "0.1",
            description =
                    "Load at start and end; 1 is what the plain job serves at most (${DEFAULT-VALUE}).")
    private double low;

    @Option(
            names = "--high",
            defaultValue = "2",
            description = "Load in the middle, likewise (${DEFAULT-VALUE}).")
    private double high;

    @Option(
            names = "--tokens",
            defaultValue = "40",
            description = "Tokens of a request (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--slots",
            defaultValue = "8",
            description = "Most requests that run at once (${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--max-waiting",
            defaultValue = "16",
            description = "Most requests that wait in the job (${DEFAULT-VALUE}).")
    private int maxWaiting;

    @Option(
            names = "--out",
            defaultValue = "target/bench/wave",
            description = "Directory of the picture and the logs (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(low > 0 && low < high)) {
            throw new BenchException(
                    "--low is %s; allowed: above 0 and below --high, %s".formatted(low, high));
        }
        Path folder = out.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        Map<String, String> options = JobModels.options(family, folder);
        options.put("engine.max-running", String.valueOf(slots));
        options.put("engine.max-waiting", String.valueOf(maxWaiting));
        options.put("engine.kv-memory", "256 mb");
        Load load =
                new Load(
                        Arrivals.POISSON,
                        Arrivals.CONV.bundled(),
                        Content.read(family.models(), "both"),
                        tokens,
                        2 * tokens);
        List<Policy> both = Policy.of("--policies", List.of("plain", "ours"), true);
        List<ServeJob> jobs = both.stream().map(Policy::job).toList();
        try (ServeCluster cluster = new ServeCluster(folder, jobs, options, false);
                DeltaLog deltas = new DeltaLog(cluster.topics())) {
            draw(cluster, deltas, load, both, folder.resolve("wave.png"));
        }
        return 0;
    }

    private void draw(
            ServeCluster cluster, DeltaLog deltas, Load load, List<Policy> both, Path file)
            throws IOException, InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        Policy plain = both.get(0);
        Policy ours = both.get(1);
        double capacity;
        Map<SloClass, Objective> wanted;
        try (Sender sender = new Sender(cluster.topics(), Map.of(), TEMPERATURE)) {
            WindowRunner windows = new WindowRunner("before", sender, deltas, LIMIT);
            cluster.awaitRunning();
            windows.run(ours, load.flood(2 * slots, -1));
            capacity = new Capacity(windows, plain, load, slots).requestsPerSecond(seconds / 8.0);
            List<Planned> calm = load.window(capacity / 2, seconds / 8.0, -2);
            wanted = new Objectives().of(windows.run(plain, calm).answers());
        }
        Wave wave = new Wave(low * capacity, high * capacity, seconds);
        try (Sender sender = new Sender(cluster.topics(), wanted, TEMPERATURE);
                HeadWatch watch = cluster.watch(ours.job())) {
            WindowRunner windows = new WindowRunner("wave", sender, deltas, LIMIT);
            Window window = windows.run(ours, load.at(wave.times(1), 1));
            if (!untilCalm(watch)) {
                console.printf(
                        "the pressure did not end within %d min of the last answer%n",
                        LIMIT.toMinutes());
            }
            if (watch.samples().isEmpty()) {
                throw new BenchException(watch.failures().orElse("the job's head was not seen"));
            }
            new WaveCharts(wave, window, watch.samples()).write(file);
            watch.failures().ifPresent(console::println);
        }
        console.printf("capacity: %.2f requests/s; picture: %s%n", capacity, file);
        console.flush();
    }

    /** The picture ends some seconds after the pressure. */
    private static boolean untilCalm(HeadWatch watch) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!isCalm(watch.samples()) && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_INTERVAL_MS);
        }
        return isCalm(watch.samples());
    }

    private static boolean isCalm(List<HeadSample> samples) {
        return samples.size() > CALM_SAMPLES
                && samples.subList(samples.size() - CALM_SAMPLES, samples.size()).stream()
                        .allMatch(sample -> sample.pressure() == 0);
    }
}
