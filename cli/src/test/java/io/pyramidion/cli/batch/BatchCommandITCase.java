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
package io.pyramidion.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.local.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BatchCommandITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GOOD = 24;
    private static final int TOKENS = 60;
    private static final Duration FIRST_ANSWER = Duration.ofMinutes(2);

    /** Each is wrong in its own way; none may stop the others. */
    private static final List<String> BAD =
            List.of(
                    "{\"request_id\":\"broken",
                    "[\"no object\"]",
                    "{\"prompt\":5}",
                    "{\"prompt\":\"a\",\"messages\":[]}",
                    "{\"prompt\":\"\"}",
                    "{\"prompt\":\"a\",\"max_tokens\":0}",
                    "{\"prompt\":\"a\",\"temperature\":-1}",
                    "{\"prompt\":\"a\",\"model\":\"another\"}",
                    "{\"prompt\":\"a\",\"stream\":true}",
                    "{\"prompt\":\"a\",\"request_id\":\"r3\"}",
                    "{\"prompt\":\"a\",\"text\":\"a column of that name\"}",
                    "{\"prompt_token_ids\":[99999999]}");

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void answersEveryRowOnceInOrderAndExplainsTheBadOnes() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < GOOD; i++) {
            lines.add(
                    "{\"request_id\":\"r%d\",\"prompt\":\"Fox %d\",\"topic\":[%d]}"
                            .formatted(i, i, i));
            if (i % 2 == 1) {
                lines.add(BAD.get(i / 2));
            }
        }
        Path input = Files.write(folder.resolve("in.jsonl"), lines);
        Path output = folder.resolve("out.jsonl");

        int status =
                run(
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString(),
                        "--keep-order",
                        "--json",
                        "--max-tokens",
                        "6");

        assertThat(status).as(err.toString()).isZero();
        List<String> answers = Files.readAllLines(output);
        assertThat(answers).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode answer = JSON.readTree(answers.get(i));
            boolean good = i % 3 != 2;
            assertThat(answer.get("error").isNull()).as(answers.get(i)).isEqualTo(good);
            if (good) {
                int number = i / 3 * 2 + i % 3;
                assertThat(answer.get("request_id").textValue()).isEqualTo("r" + number);
                assertThat(answer.at("/topic/0").intValue()).isEqualTo(number);
                assertThat(answer.at("/usage/completion_tokens").intValue()).isBetween(1, 6);
            } else {
                assertThat(answer.at("/error/message").textValue()).isNotBlank();
                assertThat(answer.at("/error/line").intValue()).isEqualTo(i + 1);
            }
        }
        JsonNode numbers = JSON.readTree(out.toString().lines().reduce((a, b) -> b).orElseThrow());
        assertThat(numbers.get("status").textValue()).isEqualTo("completed");
        assertThat(numbers.at("/request_counts/completed").intValue()).isEqualTo(GOOD);
        assertThat(numbers.at("/request_counts/failed").intValue()).isEqualTo(BAD.size());
        assertThat(err.toString()).contains("36 rows in 1 file, format jsonl", "dashboard http");
        assertThat(folder.resolve("out.jsonl.batch")).doesNotExist();

        assertThat(run("--input", input.toString(), "--output", output.toString())).isOne();
        assertThat(err.toString())
                .contains("--output is " + output + "; allowed: a file that does not exist");
    }

    @Test
    void answersTheQuestionsOfASpreadsheet() throws IOException {
        Path input = folder.resolve("in.csv");
        String rows =
                """
                id;"Question, asked";note
                a;Write as a number: eight hundred and seventy-three;"kept; ""so\"""
                b;"Write the date in ISO format: June 7, 1931";
                c;;
                """;
        Files.writeString(input, "\uFEFF" + rows.replace("\n", "\r\n"));
        Path output = folder.resolve("out.csv");

        int status =
                run(
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString(),
                        "--prompt-column",
                        "Question, asked",
                        "--id-column",
                        "id",
                        "--chat",
                        "--keep-order",
                        "--temperature",
                        "0",
                        "--max-tokens",
                        "20");

        assertThat(status).as(err.toString()).isZero();
        List<String> lines = List.of(Files.readString(output).split("\r\n"));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .isEqualTo(
                        "\uFEFFid;Question, asked;note;text;finish_reason;prompt_tokens;completion_tokens;error");
        assertThat(lines.get(1))
                .startsWith(
                        "a;Write as a number: eight hundred and seventy-three;\"kept; \"\"so\"\"\";873;stop;");
        assertThat(lines.get(2))
                .startsWith("b;\"Write the date in ISO format: June 7, 1931\";;1931-06-07;stop;");
        assertThat(lines.get(3)).startsWith("c;;;;error;0;0;").contains("in.csv:4: ");
        assertThat(err.toString()).contains("Why a row failed stands in its error, in " + output);
    }

    @Test
    void goesOnAfterKillMinusNineAndAnswersEveryRowOnce() throws Exception {
        int rows = 24;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            lines.add(
                    "{\"request_id\":\"r%d\",\"prompt\":\"Fox %d\",\"ignore_eos\":true}"
                            .formatted(i, i));
        }
        Path input = Files.write(folder.resolve("in.jsonl"), lines);
        Path output = folder.resolve("out.jsonl");
        List<String> arguments =
                List.of(
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString(),
                        "--max-tokens",
                        TOKENS + "",
                        "--batch",
                        "4",
                        "-D",
                        "job.checkpoint-interval=100 ms");
        List<String> mistyped = new ArrayList<>(arguments);
        mistyped.addAll(List.of("-D", "model.target=" + folder.resolve("none")));
        assertThat(run(mistyped.toArray(String[]::new))).isOne();
        assertThat(err.toString()).contains("none").doesNotContain("--resume");
        Process process = start(arguments);
        try {
            await().atMost(FIRST_ANSWER)
                    .until(() -> !process.isAlive() || output.toFile().length() > 0);
            assertThat(process.isAlive()).as("still has rows to answer").isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        int before = Files.readAllLines(output).size();
        assertThat(before).isLessThan(rows);
        assertThat(run(arguments.toArray(String[]::new))).isOne();
        assertThat(err.toString()).contains("Go on with --resume");

        List<String> again = new ArrayList<>(arguments);
        again.add("--resume");
        assertThat(run(again.toArray(String[]::new))).as(err.toString()).isZero();

        assertThat(err.toString()).contains("resuming, ");
        Map<String, JsonNode> answers = new HashMap<>();
        for (String line : Files.readAllLines(output)) {
            JsonNode answer = JSON.readTree(line);
            assertThat(answers.put(answer.get("request_id").textValue(), answer)).isNull();
            assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(TOKENS);
        }
        assertThat(answers).hasSize(rows);
    }

    private int run(String... arguments) {
        CommandLine line = BatchCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler(
                (e, command, result) -> {
                    command.getErr().println(e.getMessage());
                    return 1;
                });
        return line.execute(withModels(List.of(arguments)).toArray(String[]::new));
    }

    private static List<String> withModels(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        // Two seconds of measuring models that tests of their own measure.
        all.addAll(List.of("-D", "control.profile-time=0 s"));
        for (String model : new String[] {"target", "qualifier", "draft"}) {
            all.add("--" + model);
            all.add(Installation.current().model(model).toString());
        }
        return all;
    }

    /** In a JVM of its own. */
    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : List.of("java.util", "java.lang", "java.net", "java.nio")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-D" + Installation.ROOT_PROPERTY + "=" + Installation.current().root());
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add("io.pyramidion.cli.Main");
        command.add("batch");
        command.addAll(withModels(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
