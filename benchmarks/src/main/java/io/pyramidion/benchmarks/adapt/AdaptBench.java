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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.engine.policy.CostProfiler;
import io.pyramidion.engine.policy.PassCosts;
import io.pyramidion.engine.policy.SpeculationPolicy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Whether a policy that chooses in every round is as fast as the setting that one would have chosen
 * afterwards. All contenders take turns on the same requests, so that the machine's moods hit all
 * alike; every text is compared with plain decoding's.
 */
@Command(
        name = "adapt",
        description =
                "Compares the adaptive policy with every fixed setting, by batch size and traffic.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AdaptBench implements Callable<Integer> {

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Mixin private Contenders contenders;

    @Mixin private ShiftOptions shift;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,2,4,8,16,32",
            description = "Batch sizes (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--traffic",
            split = ",",
            defaultValue = "tasks,stories,half",
            description = "tasks, stories, or half of each (${DEFAULT-VALUE}).")
    private List<String> traffic;

    @Option(
            names = "--repeats",
            defaultValue = "5",
            description = "Number of repeats, each with other requests (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--requests",
            defaultValue = "8",
            description = "Least number of requests in a turn (${DEFAULT-VALUE}).")
    private int requests;

    @Option(
            names = "--batchfuls",
            defaultValue = "3",
            description =
                    "Least number of requests in a turn for each place in the batch (${DEFAULT-VALUE}).")
    private int batchfuls;

    @Option(
            names = "--tokens",
            defaultValue = "48",
            description = "Maximum number of tokens for a request (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--temperature",
            defaultValue = "0.7",
            description = "Sampling temperature (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--out",
            defaultValue = "target/bench/adapt",
            description = "Directory of report, figures and plots (${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--quick", description = "A smoke test: few tokens, one batch size.")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        if (quick) {
            batches = List.of(2);
            repeats = 1;
            requests = 4;
            batchfuls = 2;
            tokens = 8;
        }
        List<Traffic> kinds = traffic.stream().map(name -> Traffic.of("--traffic", name)).toList();
        List<Contender> all = new ArrayList<>(contenders.others());
        Files.createDirectories(out);
        PrintWriter console = spec.commandLine().getOut();
        try (Family models = family.load()) {
            List<String> machine = Machine.describe(Machine.command(spec), models, family);
            PassCosts costs = models.pyramid().costs(new CostProfiler(CostProfiler.DEFAULT_NANOS));
            all.add(contenders.adaptive(costs));
            List<Prompt> prompts = Prompt.read(family.models(), models.pyramid().tokenizer());
            if (shift.isWanted()) {
                new ShiftRun(models.pyramid(), prompts, tokens, temperature)
                        .write(shift, contenders.adaptive(costs), machine, out, console);
                return 0;
            }
            AdaptResults results = new AdaptResults(all);
            try (TurnLog log = new TurnLog(out.resolve("turns.csv"))) {
                for (int batch : batches) {
                    measure(models, results, prompts, kinds, batch, log, console);
                }
            }
            new AdaptReport(results, settings(), out).write(machine);
            console.println("Report: " + out.resolve("report.md"));
            int differing = all.stream().mapToInt(results::differing).sum();
            console.printf("%d texts differ from plain decoding's%n", differing);
            console.flush();
            return differing == 0 ? 0 : 1;
        }
    }

    private void measure(
            Family models,
            AdaptResults results,
            List<Prompt> prompts,
            List<Traffic> kinds,
            int batch,
            TurnLog log,
            PrintWriter console)
            throws IOException {
        int longest = prompts.stream().mapToInt(p -> p.tokens().length).max().orElseThrow();
        int count = Math.max(requests, batchfuls * batch);
        try (TurnRunner runner =
                new TurnRunner(models.pyramid(), batch, longest, tokens, temperature)) {
            for (Traffic kind : kinds) {
                Cell cell = new Cell(kind, batch);
                Map<Contender, SpeculationPolicy> policies = new HashMap<>();
                results.contenders().forEach(c -> policies.put(c, c.policies().get()));
                warmUp(runner, policies, kind.prompts(prompts, 0, 2 * batch));
                long start = System.nanoTime();
                for (int repeat = 0; repeat < repeats; repeat++) {
                    List<Prompt> some = kind.prompts(prompts, repeat * count, count);
                    for (Contender contender : turns(results.contenders(), repeat)) {
                        Turn turn =
                                runner.run(
                                        policies.get(contender),
                                        contender.speculation(),
                                        some,
                                        (long) repeat * count,
                                        tokens);
                        results.add(cell, contender, turn);
                        log.add(cell, contender, repeat, turn);
                    }
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                console.printf("%s: %d repeats in %.0f s%n", cell, repeats, seconds);
                console.flush();
            }
        }
    }

    private void warmUp(
            TurnRunner runner, Map<Contender, SpeculationPolicy> policies, List<Prompt> prompts) {
        policies.forEach(
                (contender, policy) ->
                        runner.run(
                                policy,
                                contender.speculation(),
                                prompts,
                                -prompts.size(),
                                Math.min(tokens, 16)));
    }

    /** In another order each time: who comes first or after whom is no advantage. */
    private static List<Contender> turns(List<Contender> all, int repeat) {
        List<Contender> turns = new ArrayList<>(all);
        Collections.shuffle(turns, new Random(repeat));
        return turns;
    }

    private String settings() {
        return "Temperature %.2g, at most %d tokens a request, %d requests a turn or %d for each place in the batch, medians of %d repeats."
                .formatted(temperature, tokens, requests, batchfuls, repeats);
    }
}
