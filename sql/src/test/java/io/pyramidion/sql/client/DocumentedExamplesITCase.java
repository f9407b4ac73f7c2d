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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

        Launcher.Run run = run(file);

        assertThat(run.output()).doesNotContain("[ERROR]").contains("q-1", "q-2", "873");
        assertThat(run.status()).isZero();
        assertThat(Files.readAllLines(answers))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("\"a-1\"", "\"north\"", "873"))
                .anySatisfy(line -> assertThat(line).contains("\"a-2\"", "\"south\""));
        assertThat(Files.readString(page)).contains(Files.readString(file));
    }

    @Test
    void aStatementThatFailsEndsTheFileAndTheCommandFails() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("bad.sql"), "SELECT * FROM nowhere;\nSHOW DATABASES;\n");

        Launcher.Run run = run(file);

        assertThat(run.output())
                .contains("[ERROR]", "Object 'nowhere' not found")
                .doesNotContain("default_database", "WARNING");
        assertThat(run.status()).isEqualTo(1);
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

    private Launcher.Run run(Path file) throws IOException, InterruptedException {
        return Launcher.in(folder)
                .run(root, "sql", "-Dpyramidion.control.profile-time=0 s", "-f", file.toString());
    }
}
