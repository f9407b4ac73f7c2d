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
package io.pyramidion.benchmarks.exact;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.engine.decoder.Precision;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * {@code pyramidion bench exact}: whether a text is the same to the last token, and the last bit of
 * its log-probabilities, however it comes about. The reference is plain decoding, with the same
 * weights, in batches of eight on one thread.
 */
@Command(
        name = "exact",
        description =
                "Compares whole texts with plain decoding's, token by token, over ways, batch sizes, threads, prompts read in pieces and cached prefixes. Exit status 1 if any differs.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ExactBench implements Callable<Integer> {

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin private FamilyOptions family;

    @Option(
            names = "--kinds",
            split = ",",
            description = "Types of weights; each is compared with itself (all).")
    private List<String> kinds;

    @Option(
            names = "--ways",
            split = ",",
            defaultValue = "off,lookup,draft,qualifier,pyramid",
            description = "Who proposes (${DEFAULT-VALUE}).")
    private List<String> ways;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,3,8,16,32",
            description = "Batch sizes (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--more-threads",
            defaultValue = "2",
            paramLabel = "N",
            description =
                    "Threads inside one operation that are compared with one (${DEFAULT-VALUE}).")
    private int moreThreads;

    @Option(
            names = "--piece",
            defaultValue = "7",
            paramLabel = "N",
            description =
                    "Tokens of prompts that a round reads where it does not read them whole (${DEFAULT-VALUE}).")
    private int piece;

    @Option(
            names = "--prompts",
            defaultValue = "48",
            description = "Number of prompts (${DEFAULT-VALUE}).")
    private int prompts;

    @Option(
            names = "--temperatures",
            split = ",",
            defaultValue = "0,0.7",
            description = "Temperatures that each prompt is run at (${DEFAULT-VALUE}).")
    private List<Double> temperatures;

    @Option(
            names = "--tokens",
            defaultValue = "96",
            description = "Number of tokens of a text (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--full",
            description =
                    "Every combination, eight times as many; by default each way meets each batch size once and the rest takes turns, so that all pairs of values meet.")
    private boolean full;

    @Option(names = "--quick", description = "A smoke test: few tokens, small batches.")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        if (quick) {
            batches = List.of(1, 3);
            prompts = 3;
            tokens = 8;
        }
        List<Precision> precisions = precisions();
        Grid grid = grid();
        PrintWriter console = spec.commandLine().getOut();
        Map<Precision, Map<ExactWay, Tally>> tallies = new EnumMap<>(Precision.class);
        for (Precision precision : precisions) {
            List<Setting> settings = full ? grid.full() : grid.covering(precision.ordinal());
            try (Family models = family.load(precision)) {
                console.printf(
                        "%s: the check at loading %s%n",
                        precision, models.pyramid().bitExact() ? "passed" : "failed");
                tallies.put(precision, compare(models, settings, console));
            }
        }
        return report(tallies, console);
    }

    private List<Precision> precisions() {
        refuse("--weights", "--weights names one type; name those to compare with --kinds");
        refuse("--threads", "--threads is one number; compared are 1 and --more-threads");
        if (kinds == null) {
            return Arrays.stream(Precision.values())
                    .filter(precision -> precision != Precision.AUTO)
                    .toList();
        }
        return kinds.stream()
                .map(kind -> FamilyOptions.precision("--kinds", kind))
                .distinct()
                .toList();
    }

    private void refuse(String option, String message) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
            throw new BenchException(message);
        }
    }

    private Grid grid() {
        int texts = prompts * temperatures.size();
        int largest = Collections.max(batches);
        if (largest > texts) {
            throw new BenchException(
                    "--batches has %d; allowed: at most %d, one for each prompt and temperature"
                            .formatted(largest, texts));
        }
        return new Grid(
                ways.stream().map(way -> ExactWay.of("--ways", way)).distinct().toList(),
                batches.stream().distinct().toList(),
                moreThreads,
                piece);
    }

    private Map<ExactWay, Tally> compare(Family models, List<Setting> settings, PrintWriter console)
            throws IOException {
        List<Prompt> all = Prompt.read(family.models(), models.pyramid().tokenizer());
        Requests requests = new Requests(Prompt.some(all, 0, prompts), temperatures, tokens);
        List<Text> wanted = requests.write(models.pyramid(), Setting.REFERENCE).texts();
        Map<ExactWay, Tally> tallies = new EnumMap<>(ExactWay.class);
        for (Setting setting : settings) {
            long start = System.nanoTime();
            Requests.Written found = requests.write(models.pyramid(), setting);
            int differ =
                    tallies.computeIfAbsent(setting.way(), way -> new Tally(requests))
                            .add(setting, found, wanted);
            console.printf(
                    "%s, %s: %d of %d texts differ, %.0f s%n",
                    setting.way(),
                    setting,
                    differ,
                    wanted.size(),
                    (System.nanoTime() - start) / 1e9);
            console.flush();
        }
        return tallies;
    }

    private int report(Map<Precision, Map<ExactWay, Tally>> tallies, PrintWriter console) {
        Table table =
                new Table(
                        "weights",
                        "way",
                        "settings",
                        "texts",
                        "differ",
                        "in a token",
                        "first difference",
                        "tokens/round",
                        "with a cached prefix");
        int compared = 0;
        int different = 0;
        for (Map.Entry<Precision, Map<ExactWay, Tally>> kind : tallies.entrySet()) {
            for (Map.Entry<ExactWay, Tally> way : kind.getValue().entrySet()) {
                Tally tally = way.getValue();
                compared += tally.compared();
                different += tally.different();
                table.add(
                        kind.getKey(),
                        way.getKey(),
                        tally.settings(),
                        tally.compared(),
                        tally.different(),
                        tally.otherTokens(),
                        tally.first(),
                        tally.tokensPerRound(),
                        tally.reused());
            }
        }
        String weights =
                tallies.keySet().stream()
                        .map(Precision::toString)
                        .collect(Collectors.joining(", "));
        String threads = "1 and " + moreThreads;
        Machine.describe(Machine.command(spec), weights, threads, family)
                .forEach(line -> console.println("- " + line));
        console.println();
        console.print(table.toMarkdown());
        console.println();
        console.printf("%d of %d texts differ%n", different, compared);
        console.flush();
        return different == 0 ? 0 : 1;
    }
}
