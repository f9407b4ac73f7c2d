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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Runner;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs every setting on prompts of one kind: its speed by itself, its texts in batches. */
final class Sweep {

    /**
     * How much is measured.
     *
     * @param repeats of the speed, each with other prompts
     * @param prompts in each of them
     * @param seeds texts for each prompt that is judged
     * @param judged most prompts that are judged
     * @param tokens maximum for each prompt
     */
    record Scale(int repeats, int prompts, int seeds, int judged, int tokens) {}

    /** Judges texts beside the target's own for the same prompts and seeds. */
    interface Judge<Q extends Quality> {
        Q of(List<Run.Output> own, List<Run.Output> target, int prompts);
    }

    private static final int BATCH = 16;
    private static final int PASSES = 3;

    private final List<Way> ways;
    private final Scale scale;
    private final double temperature;
    private final Consumer<String> progress;

    Sweep(List<Way> ways, Scale scale, double temperature, Consumer<String> progress) {
        this.ways = ways;
        this.scale = scale;
        this.temperature = temperature;
        this.progress = progress;
    }

    /** Measures the speed of all settings in turn, and the passes of the models in between. */
    void speed(Pyramid pyramid, List<Prompt> prompts, AblationResults<?> results) {
        try (Runner runner =
                new Runner(pyramid, 1, longest(prompts), scale.tokens(), temperature)) {
            for (int repeat = 0; repeat < scale.repeats(); repeat++) {
                long start = System.nanoTime();
                int first = repeat * scale.prompts();
                List<Prompt> some = Prompt.some(prompts, first, scale.prompts());
                measurePasses(results.times());
                for (Way way : ways) {
                    if (repeat == 0) {
                        runner.run(way, some.subList(0, 1), 0, scale.tokens() / 4 + 1);
                    }
                    results.add(way, runner.run(way, some, first, scale.tokens()));
                }
                say("speed, repeat %d of %d: %.0f s", repeat + 1, scale.repeats(), seconds(start));
            }
        }
    }

    private void measurePasses(ForwardTimes times) {
        int longest = ways.stream().mapToInt(Way::length).max().orElseThrow();
        times.measure(ModelRole.DRAFT, 1, PASSES);
        times.measure(ModelRole.DRAFT, 2, PASSES);
        for (int width = 1; width <= longest + 1; width += width < 6 ? 1 : width / 3) {
            times.measure(ModelRole.QUALIFIER, width, PASSES);
            times.measure(ModelRole.TARGET, width, PASSES);
        }
        times.measure(ModelRole.TARGET, longest + 1, PASSES);
        times.measure(ModelRole.QUALIFIER, longest + 1, PASSES);
    }

    /**
     * Judges the texts of the settings that are not lossless: the others write the target's own.
     */
    <Q extends Quality> void quality(
            Pyramid pyramid, List<Prompt> prompts, AblationResults<Q> results, Judge<Q> judge) {
        long start = System.nanoTime();
        List<Prompt> asked = prompts.subList(0, Math.min(scale.judged(), prompts.size()));
        int batch = Math.min(BATCH, asked.size());
        try (Runner runner =
                new Runner(pyramid, batch, longest(prompts), scale.tokens(), temperature)) {
            List<Run.Output> target = texts(runner, Way.PLAIN, asked);
            results.add(Way.PLAIN, judge.of(target, target, asked.size()));
            for (Way way : ways) {
                if (!way.isLossless()) {
                    results.add(way, judge.of(texts(runner, way, asked), target, asked.size()));
                }
            }
        }
        say("texts, %d prompts, %d seeds: %.0f s", asked.size(), scale.seeds(), seconds(start));
    }

    private List<Run.Output> texts(Runner runner, Way way, List<Prompt> asked) {
        List<Run.Output> outputs = new ArrayList<>();
        for (int seed = 0; seed < scale.seeds(); seed++) {
            outputs.addAll(runner.score(way, asked, 1000L * seed, scale.tokens()).outputs());
        }
        return outputs;
    }

    private static int longest(List<Prompt> prompts) {
        return prompts.stream().mapToInt(prompt -> prompt.tokens().length).max().orElseThrow();
    }

    private void say(String format, Object... arguments) {
        progress.accept(format.formatted(arguments));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
