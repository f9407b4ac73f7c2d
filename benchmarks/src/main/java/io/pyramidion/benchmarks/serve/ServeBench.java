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
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.simulation.profile.Profiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * The job under load, policy against policy: real arrivals through a real broker. All policies take
 * turns in short windows with the same requests, so that the machine's moods hit all alike; every
 * whole text is compared with plain decoding's.
 */
@Command(
        name = "serve",
        description = "Compares policies of speculation in the job, by load: latency, objectives.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ServeBench implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration RESULT_LIMIT = Duration.ofMinutes(2);

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Mixin private LoadOptions loads;

    @Mixin private Objectives objectives;

    @Option(
            names = "--policies",
            split = ",",
            defaultValue =
                    "plain,fixed-1,fixed-3,fixed-5,pyramid,threshold,smartspec,ours-without-slos,ours",
            description = "Who competes; plain and ours among them (${DEFAULT-VALUE}).")
    private List<String> policies;

    @Option(
            names = "--objectives-for-all",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether the others' requests say their class and objectives too; every job serves waiting requests by class (${DEFAULT-VALUE}).")
    private boolean objectivesForAll;

    @Option(
            names = "--repeats",
            defaultValue = "3",
            description = "Windows of each policy at each load (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--slots",
            defaultValue = "16",
            description = "Most requests that run at once (${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--max-waiting",
            defaultValue = "32",
            description =
                    "Most requests that wait in the job; more wait in Kafka (${DEFAULT-VALUE}).")
    private int maxWaiting;

    @Option(
            names = "--kv-memory",
            defaultValue = "256 mb",
            description = "Memory of a job's KV caches (${DEFAULT-VALUE}).")
    private String kvMemory;

    @Option(
            names = "--out",
            defaultValue = "target/bench/serve",
            description = "Directory of report, figures, plots and logs (${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            description =
                    "Simulates the same requests too, on the machine of this profile (bench profile measures one), and says how near it comes.")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--quick", description = "A smoke test: plain and ours, one short window each.")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quick) {
            policies = List.of("plain", "ours");
            repeats = 1;
            slots = 4;
            loads.makeQuick();
        }
        List<Policy> all = Policy.of("--policies", policies, objectivesForAll);
        if (quick) {
            // One job starts sooner than two.
            all = all.stream().map(policy -> policy.servedBy(ServeJob.OURS)).toList();
        }
        Optional<Replay> replay =
                profile.map(name -> new Replay(Profiles.of(name), slots, maxWaiting));
        Path folder = out.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        Load load = loads.load(family.models());
        Map<String, String> options = JobModels.options(family, folder);
        options.put("engine.max-running", String.valueOf(slots));
        options.put("engine.max-waiting", String.valueOf(maxWaiting));
        options.put("engine.kv-memory", kvMemory);
        options.put("job.checkpoint-interval", quick ? "1 s" : "10 s");
        Optional<ReplayTable> replayed;
        List<ServeJob> jobs = all.stream().map(Policy::job).toList();
        ServeResults results;
        try (ServeCluster cluster = new ServeCluster(folder, jobs, options, quick);
                DeltaLog deltas = new DeltaLog(cluster.topics());
                ResultLog own = new ResultLog(cluster.topics())) {
            results = measure(cluster, deltas, all, load, folder);
            addProposals(results, own);
            ServeResults measured = results;
            replayed =
                    replay.map(
                            simulation -> new ReplayTable(measured, simulation, own::readTokens));
        }
        new ServeReport(results, replayed, settings(results), folder)
                .write(Machine.describe(Machine.command(spec), weights(), family));
        int differing = all.stream().mapToInt(results::differing).sum();
        PrintWriter console = spec.commandLine().getOut();
        console.println("Report: " + folder.resolve("report.md"));
        replayed.ifPresent(table -> console.println(table.verdict()));
        console.printf("%d texts differ from plain decoding's%n", differing);
        console.flush();
        return differing == 0 ? 0 : 1;
    }

    private ServeResults measure(
            ServeCluster cluster, DeltaLog deltas, List<Policy> all, Load load, Path folder)
            throws IOException, InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        Policy plain = all.stream().filter(Policy::isPlain).findFirst().orElseThrow();
        double capacity;
        Map<SloClass, Objective> wanted;
        try (Sender sender = new Sender(cluster.topics(), Map.of(), loads.temperature())) {
            WindowRunner windows = new WindowRunner("before", sender, deltas, LIMIT);
            cluster.awaitRunning();
            for (Policy policy : all) {
                windows.run(policy, load.flood(2 * slots, -1));
            }
            Capacity measured = new Capacity(windows, plain, load, slots);
            capacity = measured.requestsPerSecond(loads.seconds());
            console.printf("the plain job's capacity: %.2f requests/s%n", capacity);
            console.flush();
            wanted = objectives.of(calm(windows, plain, load, capacity));
        }
        ServeResults results = new ServeResults(all, capacity, wanted);
        try (Sender sender = new Sender(cluster.topics(), wanted, loads.temperature());
                RequestLog log = new RequestLog(folder.resolve("requests.csv"))) {
            WindowRunner windows = new WindowRunner("load", sender, deltas, LIMIT);
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (double factor : loads.loads()) {
                    long seed = Math.round(factor * 1000) * 1000 + repeat;
                    List<Planned> requests = load.window(factor * capacity, loads.seconds(), seed);
                    for (Policy policy : turns(all, seed)) {
                        Window window = windows.run(policy, requests);
                        results.add(factor, policy, window);
                        log.add(repeat, factor, policy, window);
                    }
                    console.printf(
                            "repeat %d, load %.2f: %d requests each%n",
                            repeat + 1, factor, requests.size());
                    console.flush();
                }
            }
        }
        return results;
    }

    private static void addProposals(ServeResults results, ResultLog own)
            throws InterruptedException {
        for (double load : results.loads()) {
            for (Policy policy : results.policies()) {
                for (Window window : results.of(load, policy)) {
                    own.await(window.ids(), RESULT_LIMIT);
                    results.add(load, policy, own.proposals(window.ids()));
                }
            }
        }
    }

    /** The plain job's answers at half of its capacity. */
    private List<Answer> calm(WindowRunner windows, Policy plain, Load load, double capacity)
            throws InterruptedException {
        if (!objectives.needMeasuring()) {
            return List.of();
        }
        return windows.run(plain, load.window(capacity / 2, loads.seconds(), -2)).answers();
    }

    private static List<Policy> turns(List<Policy> all, long seed) {
        List<Policy> turns = new ArrayList<>(all);
        Collections.shuffle(turns, new Random(seed));
        return turns;
    }

    private String settings(ServeResults results) {
        return "%s; %d windows of each policy at each load, %d slots, at most %d requests waiting; the plain job's capacity: %.2f requests/s; requests %s."
                .formatted(
                        loads.describe(),
                        repeats,
                        slots,
                        maxWaiting,
                        results.capacity(),
                        objectivesForAll
                                ? "say their class and objectives to all but ours without SLOs"
                                : "say their class and objectives to ours alone");
    }

    private String weights() {
        RoleWeights weights = family.weights();
        return "%s (target), %s (qualifier), %s (draft)"
                .formatted(weights.target(), weights.qualifier(), weights.draft());
    }
}
