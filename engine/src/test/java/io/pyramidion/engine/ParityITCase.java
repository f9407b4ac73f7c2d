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
package io.pyramidion.engine;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.DecoderLoader;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.StageCount;
import io.pyramidion.engine.speculation.Tolerance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checkpoints as transformers saves them compute what transformers computes, or for some families
 * what a plain forward pass does. Leaves what it measured as a table in {@code target/parity.md}.
 */
class ParityITCase {

    private static final double MOST = 1e-4;
    private static final int CONTEXT = 128;
    private static final Draw GREEDY = new Draw(SamplingParameters.greedy(1), 0);

    /** Guesses from the text itself, often wrong. */
    private static final Speculation LOOKUP =
            new Speculation(false, false, 4, 4, true, Tolerance.NONE);

    private static final Set<String> MEASURED = new TreeSet<>();

    @TempDir private Path folder;

    static Stream<Parity.Run> runs() {
        return Stream.concat(runsWithTokenizer(), Parity.runs("llama-biases").stream());
    }

    static Stream<Parity.Run> runsWithTokenizer() {
        return Stream.of(Parity.FAMILIES, Parity.PLAIN_FAMILIES)
                .flatMap(List::stream)
                .flatMap(family -> Parity.runs(family).stream());
    }

    @AfterAll
    static void leaveATable() throws IOException {
        List<String> lines =
                new ArrayList<>(
                        List.of("| checkpoint | largest difference | logits |", "|---|---|---|"));
        lines.addAll(MEASURED);
        Files.write(Path.of("target", "parity.md"), lines);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void logitsAreThoseOfTransformers(Parity.Run run) throws IOException {
        ModelDirectory model = ModelDirectory.open(run.write(folder));
        List<Row> rows = new ArrayList<>();
        for (Parity.Prompt prompt : run.prompts()) {
            int drawn = prompt.ids().length - prompt.positions()[0];
            rows.add(new Row(rows.size(), 0, prompt.ids(), Collections.nCopies(drawn, GREEDY)));
        }
        double worst = 0;
        int compared = 0;
        try (Decoder decoder = new DecoderLoader(1).load(model, Precision.FLOAT32);
                KvCache cache = decoder.allocate(rows.size(), CONTEXT)) {
            double[][] found = decoder.logits(cache, rows);
            int first = 0;
            for (Parity.Prompt prompt : run.prompts()) {
                for (int i = 0; i < prompt.positions().length; i++) {
                    double[] wanted = prompt.logits()[i];
                    double[] row = found[first + prompt.positions()[i] - prompt.positions()[0]];
                    assertThat(row).hasSameSizeAs(wanted);
                    worst = Math.max(worst, largestDifference(row, wanted));
                    compared += wanted.length;
                }
                first += prompt.ids().length - prompt.positions()[0];
            }
        }
        MEASURED.add("| %s | %.1e | %,d |".formatted(run, worst, compared));
        assertThat(worst).isLessThan(MOST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runsWithTokenizer")
    void greedyTokensAreThoseOfTransformers(Parity.Run run) throws IOException {
        Path model = run.write(folder);
        PyramidSpec spec =
                new PyramidSpec(
                        model,
                        Optional.empty(),
                        Optional.empty(),
                        RoleWeights.all(Precision.FLOAT32),
                        1);
        try (PyramidPool.Lease lease = PyramidPool.acquire(spec)) {
            for (Speculation speculation : List.of(Speculation.OFF, LOOKUP)) {
                List<Sequence> sequences = new ArrayList<>();
                for (Parity.Prompt prompt : run.prompts()) {
                    sequences.add(sequence(lease.pyramid(), prompt, speculation));
                }
                // A round reads at most 16 prompt tokens: the longer prompt is read in pieces.
                try (Generator generator =
                        new Generator(lease.pyramid(), new KvPlan(2, CONTEXT), 16)) {
                    generator.run(sequences);
                }
                for (int i = 0; i < sequences.size(); i++) {
                    assertThat(sequences.get(i).generatedTokens())
                            .as("prompt %d, %s", i, speculation)
                            .containsExactly(run.prompts().get(i).greedy());
                }
                if (speculation.enabled() && Parity.FAMILIES.contains(run.family())) {
                    requireRollBacks(sequences);
                }
            }
        }
    }

    private static void requireRollBacks(List<Sequence> sequences) {
        StageCount guesses =
                sequences.stream()
                        .flatMap(sequence -> sequence.statistics().stages().values().stream())
                        .reduce(StageCount.ZERO, StageCount::plus);
        assertThat(guesses.accepted()).isLessThan(guesses.drafted());
    }

    private static Sequence sequence(Pyramid pyramid, Parity.Prompt prompt, Speculation wish) {
        int length = prompt.greedy().length;
        SamplingParameters greedy =
                new SamplingParameters(0, 1, 0, 0, 0, length, length, List.of(), Set.of(), true);
        return pyramid.sequences().create("p", prompt.ids(), new int[0], greedy, wish, CONTEXT);
    }

    private static double largestDifference(double[] found, double[] wanted) {
        double worst = 0;
        for (int i = 0; i < wanted.length; i++) {
            double difference = Math.abs(found[i] - wanted[i]);
            worst =
                    Double.isNaN(difference)
                            ? Double.POSITIVE_INFINITY
                            : Math.max(worst, difference);
        }
        return worst;
    }
}
