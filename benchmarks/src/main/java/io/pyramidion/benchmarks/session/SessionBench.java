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
package io.pyramidion.benchmarks.session;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a session's next turn costs with the first turn's KV cache and without it. Both read the
 * same tokens and take turns, so that the machine's moods hit both alike.
 */
@Command(
        name = "session",
        description =
                "Compares the second turn of a session with and without the first one's KV cache.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SessionBench implements Callable<Integer> {

    private static final int PREFILL_PER_ROUND = 256;
    private static final int ANSWER = 40;

    /** A second turn: tokens that it read before its first round, time to its first token, ids. */
    private record Turn(int prefilled, double firstTokenMillis, int[] ids) {}

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Option(
            names = "--session",
            defaultValue = "400",
            description =
                    "Number of tokens in the first turn, including its answer (${DEFAULT-VALUE}).")
    private int session;

    @Option(
            names = "--turn",
            defaultValue = "32",
            description = "Number of tokens that the second turn adds (${DEFAULT-VALUE}).")
    private int turn;

    @Option(
            names = "--repeats",
            defaultValue = "9",
            description = "Number of repeats (${DEFAULT-VALUE}).")
    private int repeats;

    @Override
    public Integer call() throws IOException {
        if (session < 2 * ANSWER) {
            throw new BenchException(
                    "--session is " + session + "; allowed: at least " + 2 * ANSWER);
        }
        try (Family models = family.load()) {
            run(models, spec.commandLine().getOut());
        }
        return 0;
    }

    private void run(Family models, PrintWriter console) throws IOException {
        int[] corpus =
                Prompt.read(family.models(), models.pyramid().tokenizer()).stream()
                        .map(Prompt::tokens)
                        .flatMapToInt(IntStream::of)
                        .toArray();
        List<Turn> reused = new ArrayList<>();
        List<Turn> read = new ArrayList<>();
        KvPlan plan = new KvPlan(1, session + turn + ANSWER + 1);
        try (Generator generator = new Generator(models.pyramid(), plan, PREFILL_PER_ROUND)) {
            // The first repeat warms up.
            for (int repeat = 0; repeat <= repeats; repeat++) {
                int[] first = some(corpus, repeat, session - ANSWER);
                Sequence one = sequence(models, first);
                one.expectContinuation();
                generator.run(List.of(one));
                int[] second =
                        Stream.of(first, one.generatedTokens(), some(corpus, -repeat - 1, turn))
                                .flatMapToInt(IntStream::of)
                                .toArray();
                reused.add(turn(generator, sequence(models, second)));
                generator.run(List.of(sequence(models, some(corpus, repeat + 7, 20))));
                read.add(turn(generator, sequence(models, second)));
            }
        }
        console.print(table(reused.subList(1, reused.size()), read.subList(1, read.size())));
        console.printf(
                "%d of %d second turns have the same tokens either way.%n",
                same(reused, read), reused.size());
    }

    private static Turn turn(Generator generator, Sequence sequence) {
        long start = System.nanoTime();
        double[] first = {Double.NaN};
        generator.run(
                List.of(sequence),
                round -> {
                    if (Double.isNaN(first[0]) && sequence.generatedCount() > 0) {
                        first[0] = (System.nanoTime() - start) / 1e6;
                    }
                });
        return new Turn(
                sequence.promptLength() - sequence.reusedTokens(),
                first[0],
                sequence.generatedTokens());
    }

    private Sequence sequence(Family models, int[] prompt) {
        return models.pyramid()
                .sequences()
                .create(
                        "turn",
                        prompt,
                        new int[0],
                        new SamplingParameters(
                                0,
                                1,
                                0,
                                0,
                                0,
                                ANSWER,
                                ANSWER,
                                List.of(),
                                Set.of(),
                                true,
                                LogitRules.NONE,
                                OptionalInt.empty()),
                        new Speculation(true, true, 2, 4),
                        session + turn + ANSWER + 1);
    }

    private static String table(List<Turn> reused, List<Turn> read) {
        Table table =
                new Table("second turn", "tokens read, median", "first token after, median ms");
        row(table, "with the first turn's KV cache", reused);
        row(table, "without", read);
        return table.toMarkdown();
    }

    private static void row(Table table, String name, List<Turn> turns) {
        table.add(
                name,
                Samples.median(turns.stream().mapToDouble(Turn::prefilled).toArray()),
                Samples.median(turns.stream().mapToDouble(Turn::firstTokenMillis).toArray()));
    }

    private static long same(List<Turn> reused, List<Turn> read) {
        return IntStream.range(0, reused.size())
                .filter(i -> Arrays.equals(reused.get(i).ids(), read.get(i).ids()))
                .count();
    }

    /** Tokens of the corpus from a place of their own. */
    private static int[] some(int[] corpus, int number, int length) {
        int start = Math.floorMod(number * 997, corpus.length);
        return IntStream.range(0, length).map(i -> corpus[(start + i) % corpus.length]).toArray();
    }
}
