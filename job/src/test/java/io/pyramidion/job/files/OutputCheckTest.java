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
package io.pyramidion.job.files;

import io.pyramidion.job.options.FileFormat;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutputCheckTest {

    private static final String PART_OF_INPUT = "a file that is not part of the input";
    private static final String READ_NEXT_TIME = "a name that is not read as input";

    @TempDir private Path folder;

    private Path in;
    private Path first;

    @BeforeEach
    void writeInput() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        first = Files.writeString(in.resolve("a.jsonl"), "{}\n");
        Files.writeString(in.resolve("b.jsonl"), "{}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s/*.jsonl", "file://%s/{a,b,c}.jsonl"})
    void refusesWhatWouldBeInputTheNextTime(String input) throws IOException {
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), in);
        String read = input.formatted(in);

        assertRefused(read, in + "/c.jsonl", READ_NEXT_TIME);
        assertRefused(read, "file://" + in + "/c.jsonl", READ_NEXT_TIME);
        assertRefused(read, linked + "/c.jsonl", READ_NEXT_TIME);
        assertRefused(read, folder + "/out.jsonl", READ_NEXT_TIME, "files.errors", in + "/c.jsonl");
        check(settings(read, folder + "/c.jsonl"), true);
        check(settings(read, in + "/more/c.jsonl"), true);
    }

    @Test
    void takesWhatIsNotReadAsInput() {
        check(settings(in.toString(), in + "/_answers.jsonl"), false);
        check(settings(in + "/?.jsonl", in + "/answers.jsonl"), false);
    }

    @Test
    void refusesTheInputUnderWhateverName() throws IOException {
        Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic.jsonl"), first);
        Path hard = Files.createLink(folder.resolve("hard.jsonl"), first);
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), in);

        for (Object output : List.of(first, symbolic, hard, linked.resolve("a.jsonl"), linked)) {
            assertRefused(
                    first.toString(), output.toString(), PART_OF_INPUT, "files.overwrite", "true");
        }
        Path broken = Files.createSymbolicLink(folder.resolve("broken"), in.resolve("none"));
        assertRefused(first.toString(), broken.toString(), "not a link to what does not exist");
        assertThat(first).hasContent("{}");
    }

    @Test
    void resultsAndErrorsHaveFilesOfTheirOwn() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Path same = Files.createSymbolicLink(folder.resolve("same"), out);

        assertRefused(
                in.toString(),
                out.toString(),
                "files.errors is " + same + "/b.jsonl; allowed: a file other than the output",
                "files.errors",
                same + "/b.jsonl");
        assertRefused(
                in.toString(),
                out + "/new.jsonl",
                "a file other than the output",
                "files.errors",
                same + "/new.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "avro"})
    void refusesOldAnswersInTheFolderOfAJobThatReadsKafka(String format) throws IOException {
        Settings settings =
                settings("unused", folder + "/out/", "job.source", "kafka", "files.format", format);
        Inputs inputs = InputScan.nothing(settings);
        OutputCheck.check(settings, inputs, false);
        Files.createDirectory(folder.resolve("out"));
        Path old = Files.writeString(folder.resolve("out/results." + format), "old");

        assertThatThrownBy(() -> OutputCheck.check(settings, inputs, false))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(old + "; allowed: a file that does not exist");
        assertThat(Targets.of(settings, inputs).always()).containsExactly(old.toString());
    }

    @Test
    void overwritesAFolderFileByFile() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Settings settings = settings(in.toString(), out.toString());
        Inputs inputs = InputScan.scan(settings);

        assertThat(Targets.of(settings, inputs).always())
                .containsExactly(out + "/a.jsonl", out + "/b.jsonl");
        assertThat(OutputCheck.isComplete(settings, inputs)).isFalse();
        Files.writeString(out.resolve("a.jsonl"), "");
        Files.writeString(out.resolve("b.jsonl"), "");
        assertThat(OutputCheck.isComplete(settings, inputs)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.parquet", "a.avro", "a.avro.gz"})
    void refusesNamesOfAnotherFormat(String name) throws IOException {
        String allowed = "a name that fits the format of the rows, jsonl";
        assertRefused(first.toString(), folder + "/" + name, allowed);
        assertRefused(
                first.toString(), folder + "/o", allowed, "files.errors", folder + "/" + name);

        Files.writeString(in.resolve(name), "");
        assertRefused(
                in.toString(),
                folder + "/out/",
                "files whose names fit format jsonl",
                "files.format",
                "jsonl");
    }

    @Test
    void linesAreNoColumnsAndColumnsAreNotPacked() {
        assertThat(FileEnding.contradicts("a.jsonl", FileFormat.PARQUET)).isTrue();
        assertThat(FileEnding.contradicts("a.avro.gz", FileFormat.AVRO)).isTrue();
        assertThat(FileEnding.contradicts("a.avro", FileFormat.AVRO)).isFalse();
        assertThat(FileEnding.contradicts("a", FileFormat.PARQUET)).isFalse();
        assertThat(FileEnding.contradicts("a.jsonl.gz", FileFormat.OPENAI)).isFalse();
    }

    @Test
    void knowsTheFileThatGrowsBesideAParquetFile() throws IOException {
        Path rows = Files.writeString(folder.resolve("out.parquet.rows.avro"), "rows");
        Settings settings = settings(first.toString(), folder + "/out.parquet");
        Inputs inputs = new Inputs(FileFormat.PARQUET, "", List.of(), Map.of(), List.of());

        assertThatThrownBy(() -> OutputCheck.check(settings, inputs, false))
                .hasMessageContaining(rows + "; allowed: a file that does not exist");
        OutputCheck.check(settings, inputs, true);
        Files.writeString(folder.resolve("out.parquet"), "");
        assertThat(OutputCheck.isComplete(settings, inputs)).isFalse();
        Files.delete(rows);
        assertThat(OutputCheck.isComplete(settings, inputs)).isTrue();
    }

    @Test
    void placesAreOnThisMachine() {
        assertThat(OutputCheck.place("file:///x/out.jsonl")).isEqualTo(Path.of("/x/out.jsonl"));
        assertThat(OutputCheck.place("out/")).isEqualTo(Path.of("out").toAbsolutePath());
        assertThatThrownBy(() -> OutputCheck.place("s3://x/out.jsonl"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("a path of a file system that is mounted");
    }

    @Test
    void findsFilesOfAnAddressAsThoseOfAPath() throws IOException {
        Path odd = Files.writeString(folder.resolve("[1] 100%.jsonl"), "{}\n");

        assertThat(InputFinder.find("file://" + odd)).hasSize(1);
        assertThat(InputFinder.find("file://" + in + "/*.jsonl")).hasSize(2);
    }

    private static void assertRefused(
            String input, String output, String allowed, String... others) {
        Settings settings = settings(input, output, others);
        assertThatThrownBy(() -> check(settings, false))
                .as(output)
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(allowed);
    }

    private static void check(Settings settings, boolean goesOn) {
        OutputCheck.check(settings, InputScan.scan(settings), goesOn);
    }

    private static Settings settings(String input, String output, String... others) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("job.source", "files");
        entries.put("job.sink", "files");
        entries.put("files.input", input);
        entries.put("files.output", output);
        entries.put("kafka.bootstrap-servers", "127.0.0.1:9");
        entries.put("model.target", "target");
        for (int i = 0; i < others.length; i += 2) {
            entries.put(others[i], others[i + 1]);
        }
        return SettingsLoader.load(entries, Map.of());
    }
}
