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
package io.pyramidion.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Every benchmark, as short as it can be: its report, figures and plots are there. */
class BenchITCase {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "decode, speed.csv acceptance.csv passes.csv repeats.csv, speed.png acceptance.png passes.png",
        "ablation, ablation.csv stories.csv passes.csv, quality.png stories.png lengths.png model.png"
    })
    void writesItsReport(String bench, String tables, String plots) throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine().setOut(new PrintWriter(out, true));
        String models = Path.of(System.getProperty("pyramidion.root"), "models").toString();

        int status = line.execute(bench, "--quick", "--models", models, "--out", folder.toString());

        assertThat(status).isZero();
        String report = Files.readString(folder.resolve("report.md"));
        assertThat(report)
                .contains("--quick", "pyramid exact", "pyramid fuzzy")
                .doesNotContain("NaN");
        for (String table : tables.split(" ")) {
            List<String> rows = Files.readAllLines(folder.resolve(table));
            assertThat(rows).as(table).hasSizeGreaterThan(2);
        }
        for (String plot : plots.split(" ")) {
            BufferedImage image = ImageIO.read(folder.resolve(plot).toFile());
            assertThat(image.getWidth()).as(plot).isGreaterThan(1000);
            assertThat(report).contains("(" + plot + ")");
        }
    }

    @Test
    void comparesThePassesOfSeveralTypesOfWeights() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine().setOut(new PrintWriter(out, true));
        String models = Path.of(System.getProperty("pyramidion.root"), "models").toString();
        String command =
                "passes --kinds float32,int4 --shapes 1:1,2:3 --repeats 1 --models %s --out %s";

        assertThat(line.execute(command.formatted(models, folder).split(" "))).isZero();

        assertThat(Files.readAllLines(folder.resolve("passes.csv")))
                .extracting(row -> row.split(",", 4))
                .extracting(cells -> cells[0] + " " + cells[1] + ":" + cells[2])
                .containsExactly(
                        "weights sequences:tokens each",
                        "float32 1:1",
                        "int4 1:1",
                        "float32 2:3",
                        "int4 2:3");
        assertThat(Files.readString(folder.resolve("report.md"))).doesNotContain("NaN");
    }

    @Test
    void tellsWhatTypesOfWeightsCost() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine().setOut(new PrintWriter(out, true));
        String models = Path.of(System.getProperty("pyramidion.root"), "models").toString();
        String command = "weights --quick --kinds float32,int4 --models %s --out %s";

        assertThat(line.execute(command.formatted(models, folder).split(" "))).isZero();

        assertThat(out.toString())
                .containsPattern(
                        "float32 \\| [^|]+ \\| 0.0 ± 0.0 \\| -[^|]+ \\| 0.0000 ± 0.0000 \\| 100.00 ")
                .containsPattern("int4 \\| [^|]+ \\| [^|]+ \\| -[^|]+ \\| -?0.[0-9]*[1-9]");
        assertThat(Files.readString(folder.resolve("report.md"))).doesNotContain("NaN");
    }

    @Test
    void splitsRoundsOfModelsWithATypeOfWeightsEach() {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine().setOut(new PrintWriter(out, true));
        String models = Path.of(System.getProperty("pyramidion.root"), "models").toString();
        String command =
                "rounds --weights float32,bfloat16,int8 --batches 16 --repeats 1 --tokens 3 --models ";

        assertThat(line.execute((command + models).split(" "))).isZero();

        assertThat(out.toString())
                .startsWith("Weights float32 (target), bfloat16 (qualifier), int8 (draft), ")
                .contains("draft→qualifier→target 4, 8");
    }

    @Test
    void findsEveryTextExact() {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine().setOut(new PrintWriter(out, true));
        String models = Path.of(System.getProperty("pyramidion.root"), "models").toString();

        assertThat(line.execute("exact", "--quick", "--models", models)).isZero();

        assertThat(out.toString())
                .contains(
                        "| float32 | off | 2 | 12 | 0 | 0 |", "| int8 | pyramid | 2 | 12 | 0 | 0 |")
                .containsPattern("\\R0 of \\d+0 texts differ");
    }

    @Test
    void comparesTheAdaptivePolicyWithFixedSettings() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine().setOut(new PrintWriter(out, true));
        String models = Path.of(System.getProperty("pyramidion.root"), "models").toString();

        int status = line.execute("adapt", "--quick", "--models", models, "--out", folder + "");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("0 texts differ");
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("| half | 2 |", "best single", "(factors.png)", "(arms.png)")
                .doesNotContain("NaN");
        assertThat(Files.readAllLines(folder.resolve("turns.csv"))).hasSizeGreaterThan(3 * 10);
        assertThat(folder.resolve("adapt.json")).isNotEmptyFile();
        assertThat(ImageIO.read(folder.resolve("arms.png").toFile()).getWidth())
                .isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    passes --shapes 0:8 | --shapes has 0:8; allowed: two numbers from 1 such as 4:2
                    passes --kinds float8 | --kinds is float8; allowed: auto, float32, bfloat16, int8, int4
                    passes --weights int8 | --weights is int8; allowed: no value here; name the types to compare with --kinds
                    weights --weights int8 | --weights is int8; allowed: no value here; name the types to compare with --kinds
                    decode --weights int8,int8 | --weights is int8,int8; allowed: one type, or three for target, qualifier and draft
                    decode --weights auto,int8,float8 | --weights is float8; allowed: auto, float32, bfloat16, int8, int4
                    passes --repeats 0 | --repeats is 0; allowed: at least 1
                    decode --batches 4,0 | --batches has 0; allowed: at least 1
                    exact --batches 1,0 | --batches has 0; allowed: at least 1
                    exact --batches 1,9 --prompts 4 | --batches has 9; allowed: at most 8, one for each prompt and temperature
                    exact --kinds float8 | --kinds is float8; allowed: auto, float32, bfloat16, int8, int4
                    exact --ways beam | --ways has beam; allowed: off, lookup, draft, qualifier, pyramid
                    exact --weights int8 | --weights names one type; name those to compare with --kinds
                    exact --threads 2 | --threads is one number; compared are 1 and --more-threads
                    exact --models /none | /none/target is not a directory
                    adapt --rivals oracle | --rivals has oracle; allowed: threshold, smartspec
                    adapt --traffic poems | --traffic has poems; allowed: tasks, stories, half
                    serve --policies plain,magic,ours | --policies has magic; allowed: plain, fixed-1, fixed-3, fixed-5, pyramid, threshold, smartspec, ours-without-slos, ours
                    serve --policies plain | --policies is plain; allowed: with plain and ours
                    serve --content poems | --content is poems; allowed: tasks, stories, both
                    serve --arrivals never | --arrivals has never; allowed: conv, code, poisson, bursts
                    serve --profile h100-8b-3b-1b | --profile has the kinds chat, tasks; allowed: with tasks and stories
                    serve --profile /none | profile is /none; allowed: a file, or one of h100-8b-3b-1b, a100-vicuna-7b-68m, l40-vicuna-7b-68m, xeon-110m-41m-14m
                    serve --trace /none | trace is /none; allowed: a file
                    chaos --minutes 0 | --minutes is 0; allowed: at least 1
                    control --running -1 | --running is -1; allowed: at least 1
                    control --models /none | /none/target is not a directory
                    """)
    void refusesAWrongOptionWithOneLine(String command, String message) {
        StringWriter err = new StringWriter();
        CommandLine line = Bench.commandLine().setErr(new PrintWriter(err, true));

        assertThat(line.execute(command.split(" "))).isEqualTo(1);

        assertThat(err).hasToString("pyramidion bench: " + message + System.lineSeparator());
    }
}
