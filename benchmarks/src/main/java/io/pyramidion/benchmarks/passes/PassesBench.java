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
package io.pyramidion.benchmarks.passes;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.options.Pairs;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.speculation.ModelRole;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * {@code pyramidion bench passes}: forward passes of the target against what the machine can do at
 * best, for several types of weights in one run. The types take turns; medians count.
 */
@Command(
        name = "passes",
        description =
                "Times the target's forward passes against memory bandwidth and matrix products, by type of weights.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PassesBench implements Callable<Integer> {

    private static final int PASSES = 3;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin private FamilyOptions family;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "float32,bfloat16,int8,int4",
            description = "Types of weights to compare (${DEFAULT-VALUE}).")
    private List<String> kinds;

    @Option(
            names = "--shapes",
            split = ",",
            defaultValue = "1:1,1:5,1:8,8:1,8:8,32:1",
            description = "Sequences:tokens in a pass (${DEFAULT-VALUE}).")
    private List<String> shapes;

    @Option(
            names = "--repeats",
            defaultValue = "7",
            description =
                    "Number of turns for each type of weights, with three passes each (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--out",
            defaultValue = "target/bench/passes",
            description = "Directory of report and CSV file (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException {
        OptionSpec weights = spec.commandLine().getParseResult().matchedOption("--weights");
        if (weights != null) {
            throw new BenchException(
                    "--weights is %s; allowed: no value here; name the types to compare with --kinds"
                            .formatted(String.join(",", weights.originalStringValues())));
        }
        List<int[]> sizes = shapes.stream().map(pair -> Pairs.wholes("--shapes", pair)).toList();
        Map<Precision, Family> families = new EnumMap<>(Precision.class);
        try {
            for (String kind : kinds) {
                families.computeIfAbsent(FamilyOptions.precision("--kinds", kind), family::load);
            }
            report(families, sizes, measure(families, sizes));
        } finally {
            families.values().forEach(Family::close);
        }
        return 0;
    }

    private Map<String, List<Double>> measure(Map<Precision, Family> families, List<int[]> sizes) {
        PassTimer timer = new PassTimer(0.7);
        Map<String, List<Double>> millis = new TreeMap<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (int[] size : sizes) {
                families.forEach(
                        (kind, models) ->
                                millis.computeIfAbsent(key(kind, size), key -> new ArrayList<>())
                                        .addAll(
                                                timer.millis(
                                                        models.decoder(ModelRole.TARGET),
                                                        size[0],
                                                        size[1],
                                                        PASSES)));
            }
        }
        return millis;
    }

    private void report(
            Map<Precision, Family> families, List<int[]> sizes, Map<String, List<Double>> millis)
            throws IOException {
        double bandwidth = ReadBandwidth.measure(family.threads());
        double products = GemmRate.measure();
        Table table =
                new Table(
                        "weights",
                        "sequences",
                        "tokens each",
                        "ms",
                        "× the first shape",
                        "× the memory floor",
                        "Gop/s",
                        "of a float32 product's");
        for (int[] size : sizes) {
            families.forEach(
                    (kind, models) -> {
                        double ms = Samples.median(millis.get(key(kind, size)));
                        double first = Samples.median(millis.get(key(kind, sizes.get(0))));
                        double rate = operations(models, size) / ms * 1e3;
                        table.add(
                                kind,
                                size[0],
                                size[1],
                                ms,
                                ms / first,
                                ms * bandwidth / models.weightBytes(ModelRole.TARGET) / 1e3,
                                rate / 1e9,
                                rate / products);
                    });
        }
        Files.createDirectories(out);
        table.writeCsv(out.resolve("passes.csv"));
        String rates =
                "Memory is read at %.1f GB/s at best. Products of 1,024 × 1,024 matrices reach %.0f Gop/s in float32."
                        .formatted(bandwidth / 1e9, products / 1e9);
        List<String> machine =
                Machine.describe(Machine.command(spec), String.join(", ", kinds), family);
        String report =
                "# Forward passes\n\n- %s\n- Medians of %d turns of %d passes.\n\n%s\n\n%s"
                        .formatted(
                                String.join("\n- ", machine),
                                repeats,
                                PASSES,
                                rates,
                                table.toMarkdown());
        Files.writeString(out.resolve("report.md"), report);
        PrintWriter console = spec.commandLine().getOut();
        console.println(rates);
        console.print(table.toMarkdown());
        console.println("Report: " + out.resolve("report.md"));
        console.flush();
    }

    /** Two for each weight and token; what attention adds is small beside it. */
    private static double operations(Family models, int[] size) {
        return 2.0 * models.weights(ModelRole.TARGET) * size[0] * size[1];
    }

    private static String key(Precision kind, int[] size) {
        return kind + " " + size[0] + ":" + size[1];
    }
}
