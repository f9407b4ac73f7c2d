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
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputScanTest {

    @TempDir private Path folder;

    @Test
    void findsFormatRowsAndRepeatedIdsOverAllFiles() throws IOException {
        write(
                "b.jsonl",
                "{\"request_id\":\"x\",\"prompt\":\"a\"}\n\n{\"request_id\":\"y\"}\n{}\n{}\n");
        write("a.jsonl", "{\"request_id\":\"y\"}\n{broken\n");
        write(".hidden", "{}\n");

        Inputs inputs = InputScan.scan(settings(folder.toString()));

        assertThat(inputs.format()).isEqualTo(FileFormat.JSONL);
        assertThat(inputs.files())
                .extracting(InputFile::name)
                .containsExactly("a.jsonl", "b.jsonl");
        assertThat(inputs.files()).extracting(InputFile::rows).containsExactly(2L, 4L);
        String later = inputs.files().get(1).path();
        assertThat(inputs.repeated()).containsOnlyKeys(later);
        assertThat(inputs.repeated().get(later)).containsExactly(1L);
        assertThat(inputs.isRepeated(later, 1)).isTrue();
        assertThat(inputs.isRepeated(later, 0)).isFalse();
    }

    @Test
    void refusesColumnsThatNoRowHas() throws IOException {
        write("a.jsonl", "{\"id\":1,\"question\":\"a\"}\n{\"question\":\"b\"}\n");
        write("b.csv", "id,question,,\n1,a,,\n");
        write("c.csv", "id;question\n1;a\n");
        write("d.csv", "question,question\n1,a\n");
        for (String name : List.of("a.jsonl", "b.csv", "c.csv")) {
            String file = folder.resolve(name).toString();
            assertThatThrownBy(() -> InputScan.scan(settings(file)))
                    .isInstanceOf(OptionException.class)
                    .hasMessage(
                            "pyramidion.files.prompt-column is prompt; allowed: a column of the"
                                    + " input, which has id, question");
            String[] right = {"files.prompt-column", "question", "files.id-column", "id"};
            assertThat(InputScan.scan(settings(file, right)).rows()).isPositive();
            assertThatThrownBy(() -> InputScan.scan(settings(file, "files.id-column", "key")))
                    .hasMessageStartingWith("pyramidion.files.id-column is key; allowed: ");
        }
        assertThatThrownBy(() -> InputScan.scan(settings(folder + "/[bc].csv")))
                .hasMessageContaining("files with the columns of ");
        assertThatThrownBy(
                        () ->
                                InputScan.scan(
                                        settings(
                                                folder + "/d.csv",
                                                "files.prompt-column",
                                                "question")))
                .hasMessage("The input has two columns question; allowed: one");
    }

    @Test
    void tellsCsvByItsNameAndCountsItsRows() throws IOException {
        write("a.csv", "request_id,prompt\nx,\"a\nb\"\n\nx,c\n");

        Inputs inputs = InputScan.scan(settings(folder.toString()));

        assertThat(inputs.format()).isEqualTo(FileFormat.CSV);
        assertThat(inputs.rows()).isEqualTo(2);
        assertThat(inputs.isRepeated(inputs.files().get(0).path(), 1)).isTrue();
        assertRefused(
                settings(folder.toString(), "files.output", folder + "/out/a.jsonl"),
                "a name that fits the format of the rows, csv");
    }

    @Test
    void refusesAFormatOfRecordsForATableWhoseAnswersGoToATopic() {
        Settings topic =
                SettingsLoader.load(
                        "--model.target=models/target",
                        "--kafka.bootstrap-servers=localhost:1",
                        "--job.sink=kafka",
                        "--files.format=avro");

        assertThatThrownBy(
                        () ->
                                InputScan.table(
                                        topic,
                                        () -> SchemaBuilder.record("Row").fields().endRecord()))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "pyramidion.files.format is avro; allowed: auto, jsonl: the answers of this"
                                + " table go to a topic");
    }

    @Test
    void knowsABatchFileByItsFirstLineAndPatternsByTheirFiles() throws IOException {
        write("one.in", "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/completions\"}\n");
        write("two.in", "{\"custom_id\":\"a\"}\n{\"custom_id\":\"b\"}\n{\"custom_id\":\"b\"}\n");
        write("other", "{}\n");

        Inputs inputs = InputScan.scan(settings(folder + "/*.in"));

        assertThat(inputs.format()).isEqualTo(FileFormat.OPENAI);
        assertThat(inputs.rows()).isEqualTo(4);
        String later = inputs.files().get(1).path();
        assertThat(inputs.repeated()).containsOnlyKeys(later);
        assertThat(inputs.repeated().get(later)).containsExactly(2L);
    }

    @Test
    void answersOnATopicAreToldApartByACustomIdThatNoOtherFileHas() throws IOException {
        String row = "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/completions\"}\n";
        write("one.in", row);
        write("two.in", row);

        Inputs inputs =
                InputScan.scan(
                        settings(
                                folder.toString(),
                                "job.sink",
                                "kafka",
                                "kafka.bootstrap-servers",
                                "127.0.0.1:9"));

        assertThat(inputs.repeated()).containsOnlyKeys(inputs.files().get(1).path());
    }

    @Test
    void saysWhatAnInputIsThatIsNone() throws IOException {
        assertThatThrownBy(() -> InputScan.scan(settings(folder + "/none.jsonl")))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "pyramidion.files.input is %s/none.jsonl; allowed: a file, folder or pattern that exists"
                                .formatted(folder));
        assertThatThrownBy(() -> InputScan.scan(settings(folder.toString())))
                .hasMessageEndingWith("allowed: a folder or pattern with at least one file");
        write("a.jsonl.gz", "not packed");
        assertThatThrownBy(() -> InputScan.scan(settings(folder.toString())))
                .hasMessageContaining("allowed: what can be read");
    }

    @Test
    void warnsOfABatchThatTheApiWouldRefuse() throws IOException {
        String line = "{\"custom_id\":\"a%d\",\"url\":\"/v1/completions\"}";
        write(
                "a.jsonl",
                IntStream.rangeClosed(0, 50_000)
                        .mapToObj(line::formatted)
                        .collect(Collectors.joining("\n")));

        assertThat(InputScan.scan(settings(folder.toString())).warnings())
                .singleElement()
                .asString()
                .contains("a.jsonl has 50,001 rows", "the OpenAI API allows 50,000");
        assertThatThrownBy(
                        () -> InputScan.scan(settings(folder.toString(), "files.strict", "true")))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("50,001 rows");
    }

    @Test
    void nothingThatStandsThereIsLost() throws IOException {
        write("a.jsonl", "{}\n");
        String in = folder.resolve("a.jsonl").toString();
        Path old = Files.createDirectory(folder.resolve("out")).resolve("old.jsonl");
        Files.writeString(old, "old");

        assertRefused(settings(in, "files.output", in), "a file that is not part of the input");
        assertRefused(settings(in, "files.output", old.toString()), "a file that does not exist");
        assertRefused(
                settings(folder.toString(), "files.output", folder + "/new.jsonl"),
                "a place outside of the input's folder");
        assertRefused(
                settings(in, "files.errors", folder + "/out/new.jsonl"),
                "a file other than the output");
        Settings over = settings(in, "files.output", old.toString(), "files.overwrite", "true");
        OutputCheck.check(over, InputScan.scan(over), false);
        assertThat(old).hasContent("old");
    }

    private static void assertRefused(Settings settings, String allowed) {
        assertThatThrownBy(() -> OutputCheck.check(settings, InputScan.scan(settings), false))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(allowed);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Settings settings(String input, String... others) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("job.source", "files");
        entries.put("job.sink", "files");
        entries.put("files.input", input);
        entries.put("files.output", folder + "/out/new.jsonl");
        entries.put("model.target", "target");
        for (int i = 0; i < others.length; i += 2) {
            entries.put(others[i], others[i + 1]);
        }
        return SettingsLoader.load(entries, Map.of());
    }
}
