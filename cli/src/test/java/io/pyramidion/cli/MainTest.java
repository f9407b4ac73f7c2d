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
package io.pyramidion.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void explainsItself() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("demo", "run", "send", "tail");
    }

    @Test
    void theHelpOfClusterUpNamesPortsAsPorts() {
        assertThat(execute("cluster", "up", "--help")).isZero();
        assertThat(out.toString()).contains("--port=PORT", "--kafka-port=PORT");
    }

    @Test
    void refusesAnUnknownJobOption() {
        assertThat(execute("run", "--kafka.grop-id", "x")).isEqualTo(1);
        assertThat(err.toString())
                .contains("Unknown option pyramidion.kafka.grop-id")
                .contains("did you mean pyramidion.kafka.group-id?")
                .hasLineCount(1);
    }

    @Test
    void listsItsCommandsInLinesOfEightyColumns() {
        assertThat(execute("--help")).isZero();
        List<String> commands = List.of("demo", "generate", "batch", "run", "send", "tail");
        assertThat(out.toString().lines().map(line -> line.strip().split(" ")[0]))
                .containsSubsequence(commands)
                .contains("cluster", "plan", "inflate", "sql", "bench");
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertThat(execute(command, "--help")).as(command).isZero();
        }
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void namesWhatIsMostLikeWhatWasTyped() {
        assertThat(execute("bacth")).isEqualTo(2);
        String[] misspelt = {
            "batch", "--input=a", "--output=b", "--target=c", "--promt-column", "question"
        };
        assertThat(execute(misspelt)).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "pyramidion: Unknown argument bacth; did you mean batch?"
                                + " See: pyramidion --help",
                        "pyramidion batch: Unknown option --promt-column; did you mean"
                                + " --prompt-column? See: pyramidion batch --help");
    }

    @Test
    void refusesAnswersOfAModelThatIsNotThereBeforeAnythingStarts() {
        assertThat(execute("batch", "--input", "none", "--output", "none", "--target", "nowhere"))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith(
                        "pyramidion: --target is nowhere; allowed: the directory of a Hugging Face"
                                + " model (")
                .hasLineCount(1);
    }

    @Test
    void refusesAnOptionOfTheJobByTheNameThatItHasHere() {
        String model = Path.of(System.getProperty("pyramidion.root"), "models/draft").toString();
        List<String> arguments =
                List.of("batch", "--input", "none", "--output", "none", "--target", model);
        Map<String, String> wrong =
                Map.of("--parallelism", "0", "--batch", "0", "--weights", "int3", "--format", "x");
        wrong.forEach(
                (option, value) -> {
                    List<String> all = new ArrayList<>(arguments);
                    all.addAll(List.of(option, value));
                    assertThat(execute(all.toArray(String[]::new))).isEqualTo(1);
                    assertThat(err.toString())
                            .contains("pyramidion: %s is %s; allowed: ".formatted(option, value));
                });
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThat(execute("demo", "--console", "70000")).isEqualTo(2);
        assertThat(err.toString()).contains("--console is 70000; allowed: 0 to 65535.");
        assertThat(execute("demo", "--console", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--console is x; allowed: 0 to 65535.");
        assertThat(execute("run", "--console", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("--console is -1; allowed: 0 to 65535.");
    }

    @Test
    void refusesAFieldOfTheWrongType() {
        assertThat(execute("send", "hello", "--max-tokens", "many")).isEqualTo(2);
        assertThat(err.toString()).contains("--max-tokens is 'many'; allowed: a whole number");
    }

    @Test
    void refusesAPromptBesideAFile() {
        assertThat(execute("send", "hello", "--file", "prompts.jsonl")).isEqualTo(2);
        assertThat(err.toString()).contains("Give a prompt or --file FILE.jsonl, and not both");
    }

    @Test
    void namesTheLineThatIsNoRequest(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("requests.jsonl");
        Files.writeString(file, "{\"prompt\": \"a\"}\n\n{\"prompt\": 7}\n");
        assertThat(execute("send", "--file", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("requests.jsonl, line 3: prompt is 7; allowed: a text")
                .hasLineCount(1);
    }

    @Test
    void refusesToInflateToASmallerModel(@TempDir Path folder) {
        String source = Path.of(System.getProperty("pyramidion.root"), "models/draft").toString();
        String destination = folder.resolve("larger").toString();
        assertThat(execute("inflate", source, destination, "--hidden", "32")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "pyramidion: hidden_size is 32; allowed: at least the source's 96.");
    }

    @Test
    void writesUtf8InEveryLocale() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.US_ASCII));
        try {
            Main.commandLine().getOut().println("draft→target");
        } finally {
            System.setOut(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("draft→target");
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
