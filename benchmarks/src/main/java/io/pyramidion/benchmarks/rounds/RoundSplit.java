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
package io.pyramidion.benchmarks.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.PromptLines;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Where the time of a round goes: inside the models (forward passes and drawing tokens) or outside
 * them (scheduling, laying out batches, accepting, text). Shares within one run, medians of several
 * repeats; speculation and batch size vary.
 */
@Command(
        name = "rounds",
        description = "Splits the time of a round into models and everything else.",
        mixinStandardHelpOptions = true)
public final class RoundSplit implements Callable<Integer> {

    private static final int CONTEXT = 320;
    private static final int PREFILL_TOKENS_PER_ROUND = 256;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin private FamilyOptions family;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,16",
            description = "Batch sizes (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--repeats",
            defaultValue = "5",
            description = "Number of repeats (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--tokens",
            defaultValue = "48",
            description = "Number of tokens for each prompt (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--temperature",
            defaultValue = "0.8",
            description = "Sampling temperature (${DEFAULT-VALUE}).")
    private double temperature;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Family loaded = family.load()) {
            Pyramid pyramid = loaded.pyramid();
            List<int[]> prompts = prompts(pyramid);
            out.printf(
                    "Weights %s, %d prompts, %d tokens each, temperature %.1f, median of %d repeats%n%n",
                    loaded.describeWeights(), prompts.size(), tokens, temperature, repeats);
            out.println(Measurement.HEADER);
            for (int batch : batches) {
                double plain = 0;
                for (Map.Entry<String, Speculation> way : ways().entrySet()) {
                    Measurement median = measure(pyramid, prompts, batch, way.getValue());
                    plain = plain == 0 ? median.tokensPerSecond() : plain;
                    out.println(median.row(way.getKey(), batch, plain));
                    out.flush();
                }
            }
        }
        return 0;
    }

    private static Map<String, Speculation> ways() {
        Map<String, Speculation> ways = new LinkedHashMap<>();
        ways.put("off", Speculation.OFF);
        ways.put("draft→target 2", new Speculation(true, false, 2, 2));
        ways.put("draft→target 4", new Speculation(true, false, 4, 4));
        ways.put("qualifier→target 2", new Speculation(false, true, 2, 2));
        ways.put("draft→qualifier→target 2, 4", new Speculation(true, true, 2, 4));
        ways.put("draft→qualifier→target 4, 8", new Speculation(true, true, 4, 8));
        return ways;
    }

    private Measurement measure(
            Pyramid pyramid, List<int[]> prompts, int batch, Speculation speculation) {
        List<Measurement> measurements = new ArrayList<>();
        try (Generator generator =
                new Generator(pyramid, new KvPlan(batch, CONTEXT), PREFILL_TOKENS_PER_ROUND)) {
            generator.run(sequences(pyramid, prompts.subList(0, batch), speculation));
            for (int i = 0; i < repeats; i++) {
                measurements.add(run(generator, sequences(pyramid, prompts, speculation)));
            }
        }
        return Measurement.median(measurements);
    }

    private static Measurement run(Generator generator, List<Sequence> sequences) {
        Measurement.Sum sum = new Measurement.Sum();
        long start = System.nanoTime();
        generator.run(
                sequences,
                round -> {
                    for (ModelRole role : ModelRole.values()) {
                        sum.add(role, round.outcome().nanos(role));
                    }
                    sum.addRound(round.sequences().size() + round.prefills().size());
                });
        int generated = sequences.stream().mapToInt(Sequence::generatedCount).sum();
        return sum.over(System.nanoTime() - start, generated);
    }

    private List<Sequence> sequences(
            Pyramid pyramid, List<int[]> prompts, Speculation speculation) {
        List<Sequence> sequences = new ArrayList<>();
        for (int[] prompt : prompts) {
            SamplingParameters sampling =
                    new SamplingParameters(
                            temperature,
                            1,
                            0,
                            0,
                            sequences.size(),
                            tokens,
                            0,
                            List.of(),
                            Set.of(),
                            true);
            String id = Integer.toString(sequences.size());
            sequences.add(
                    pyramid.sequences()
                            .create(id, prompt, new int[0], sampling, speculation, CONTEXT));
        }
        return sequences;
    }

    private List<int[]> prompts(Pyramid pyramid) {
        List<int[]> prompts = new ArrayList<>();
        for (JsonNode line :
                PromptLines.read(family.models().resolve("prompts.jsonl")).subList(0, 32)) {
            String prompt = line.get("prompt").textValue();
            prompts.add(pyramid.tokenizer().encode(prompt, false));
        }
        return prompts;
    }
}
