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
package io.pyramidion.sql.client;

import io.pyramidion.local.Installation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows, as it is written. The client is Flink's own, in its own process.
 */
class DocumentedExamplesITCase {

    private final Path root = Installation.current().root();

    @TempDir private Path folder;

    @Test
    void theStatementsRunInTheClient() throws Exception {
        Path page = root.resolve("docs/operations/sql.md");
        Path file = root.resolve("docs/examples/answers.sql");
        Path answers = root.resolve("target/sql/answers.jsonl");
        Files.deleteIfExists(answers);

        Run run = run(file);

        assertThat(run.output()).doesNotContain("[ERROR]").contains("q-1", "q-2", "873");
        assertThat(run.status()).isZero();
        assertThat(Files.readAllLines(answers))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("\"a-1\"", "\"north\"", "873"))
                .anySatisfy(line -> assertThat(line).contains("\"a-2\"", "\"south\""));
        assertThat(Files.readString(page)).contains(Files.readString(file));
    }

    @Test
    void aStatementThatFailsIsMarkedAsTheLauncherExpectsIt() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.sql"), "SELECT * FROM nowhere;\n");

        Run run = run(file);

        // By this bin/pyramidion knows that it failed: the client's exit status is 0.
        assertThat(run.output()).contains("\033[31;1m[ERROR]", "nowhere");
    }

    // Closing throws what interrupts it, which ends the test.
    @SuppressWarnings("try")
    @Test
    void theStreamOfAnswersIsAsDocumented() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        List<String> answers = new ArrayList<>();
        try (CloseableIterator<String> stream =
                AnswersExample.answers(env, root.resolve("models/target").toString())
                        .executeAndCollect()) {
            stream.forEachRemaining(answers::add);
        }

        assertThat(answers)
                .hasSize(2)
                .anySatisfy(answer -> assertThat(answer).startsWith("What is 3 + 94?"));
        String source =
                Files.readString(
                        root.resolve(
                                "sql/src/test/java/io/pyramidion/sql/client/AnswersExample.java"));
        String example =
                source.substring(
                                source.indexOf("// tag::example") + "// tag::example".length(),
                                source.indexOf("    // end::example"))
                        .stripTrailing()
                        .stripIndent()
                        .strip();
        assertThat(Files.readString(root.resolve("docs/operations/sql.md"))).contains(example);
    }

    /** What a process said, and its exit status. */
    private record Run(String output, int status) {}

    /** Starts what bin/pyramidion starts, on the class path of this test. */
    private Run run(Path file) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        ProcessHandle.current()
                .info()
                .arguments()
                .ifPresent(
                        arguments ->
                                List.of(arguments).stream()
                                        .filter(argument -> argument.startsWith("--add-opens"))
                                        .forEach(command::add));
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog.file=" + folder.resolve("client.log"),
                        "-Dpyramidion.log=" + folder.resolve("client.log"),
                        "-Dlog4j2.configurationFile="
                                + root.resolve("flink-conf/log4j-cli.properties"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.flink.table.client.SqlClient",
                        "-Dpyramidion.model.target=" + root.resolve("models/target"),
                        "-f",
                        file.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(root.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("FLINK_CONF_DIR", root.resolve("sql/conf").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(Files.readString(output, StandardCharsets.UTF_8), process.exitValue());
    }
}
