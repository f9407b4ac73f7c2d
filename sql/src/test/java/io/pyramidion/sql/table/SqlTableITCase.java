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
package io.pyramidion.sql.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.local.Installation;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqlTableITCase {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A story, which does not end by itself so soon. */
    private static final String STORY =
            "<|user|>Continue the story: The old king had three daughters, and<|end|><|assistant|>";

    /** By so many tokens each story is longer than the one before. */
    private static final int LINE = 10;

    @TempDir private Path folder;
    private TableEnvironment tables;

    @BeforeEach
    void openASession() {
        Configuration session = new Configuration();
        session.setString("execution.checkpointing.interval", "50 ms");
        session.setString(
                "execution.checkpointing.dir", folder.resolve("checkpoints").toUri() + "");
        session.setString("restart-strategy.type", "fixed-delay");
        session.setString("restart-strategy.fixed-delay.attempts", "2");
        session.setString("restart-strategy.fixed-delay.delay", "50 ms");
        session.setString("parallelism.default", "2");
        session.setString(
                "pyramidion.model.target", Installation.current().model("target").toString());
        session.setString("pyramidion.engine.kv-memory", "64 mb");
        tables =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance().withConfiguration(session).build());
        tables.createTemporarySystemFunction("fails_once", FailsOnce.class);
        tables.createTemporarySystemFunction("fails_behind", FailsBehindCheckpoint.class);
        FailsOnce.FAILED.set(false);
        FailsBehindCheckpoint.FAILED.set(false);
    }

    @Test
    void answersWhatTwoStatementsOfOneJobInsert() throws Exception {
        tables.executeSql(
                """
                CREATE TABLE lines (request_id STRING, prompt STRING, max_tokens INT, customer BIGINT)
                WITH ('connector' = 'pyramidion', 'files.output' = '%s',
                      'files.defaults' = '{"temperature": 0}')"""
                        .formatted(folder.resolve("out/lines.jsonl")));
        tables.executeSql(
                """
                CREATE TABLE records (messages STRING, max_tokens INT, bought DATE)
                WITH ('connector' = 'pyramidion', 'files.output' = '%s',
                      'files.defaults' = '{"temperature": 0}')"""
                        .formatted(folder.resolve("out/records.avro")));
        tables.createStatementSet()
                .addInsertSql(
                        "INSERT INTO lines VALUES ('a', '%s', 4, 17), ('b', '%s', 0, 18)"
                                .formatted(STORY, STORY))
                .addInsertSql(
                        """
                        INSERT INTO records VALUES
                        ('[{"role": "user", "content": "What is 3 + 94?"}]', 8, DATE '2026-12-01')""")
                .execute()
                .await();

        List<JsonNode> lines = lines("out/lines.jsonl");
        assertThat(lines).hasSize(2);
        JsonNode good = line(lines, "a");
        assertThat(good.get("customer").asLong()).isEqualTo(17);
        assertThat(good.get("text").asText()).isNotEmpty();
        assertThat(good.get("usage").get("completion_tokens").asInt()).isEqualTo(4);
        assertThat(good.get("error").isNull()).isTrue();
        JsonNode bad = line(lines, "b");
        assertThat(bad.get("customer").asLong()).isEqualTo(18);
        assertThat(bad.get("error").get("field").asText()).isEqualTo("max_tokens");
        assertThat(bad.get("error").has("line")).isFalse();
        try (DataFileReader<GenericRecord> records =
                new DataFileReader<>(
                        folder.resolve("out/records.avro").toFile(), new GenericDatumReader<>())) {
            GenericRecord record = records.next();
            assertThat(record.get("error")).isNull();
            assertThat(record.get("text").toString()).startsWith("3 + 94 =");
            assertThat(record.get("bought")).isNotNull();
            assertThat(records.hasNext()).isFalse();
        }
    }

    // Closing throws what interrupts it, which ends the test.
    @SuppressWarnings("try")
    @Test
    void goesOnInMidGenerationWhenAStatementFailsBehindTheTable() throws Exception {
        List<String> rows =
                IntStream.rangeClosed(1, 15).mapToObj(i -> request("" + i, i * LINE)).toList();
        Files.write(folder.resolve("in.jsonl"), rows);
        tables.executeSql(
                """
                CREATE TABLE stories (request_id STRING, customer STRING, text STRING,
                    `usage` ROW<completion_tokens INT>, resumed_from INT, error STRING)
                WITH ('connector' = 'pyramidion', 'files.input' = '%s')"""
                        .formatted(folder.resolve("in.jsonl")));

        List<Row> read = new ArrayList<>();
        try (CloseableIterator<Row> result =
                tables.executeSql(
                                """
                                SELECT fails_behind(request_id, '%s'), customer, UPPER(text),
                                    `usage`.completion_tokens, resumed_from, error FROM stories"""
                                        .formatted(folder.resolve("checkpoints")))
                        .collect()) {
            result.forEachRemaining(read::add);
        }

        assertThat(FailsBehindCheckpoint.FAILED).isTrue();
        assertThat(read)
                .extracting(row -> row.getField(0))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 15).mapToObj(Integer::toString).toList());
        String longest = (String) row(read, 15).getField(2);
        // The same prompt, greedily: the failure changes nothing, and no token is counted twice.
        assertThat(read)
                .allSatisfy(
                        row -> {
                            int tokens = Integer.parseInt((String) row.getField(0)) * LINE;
                            assertThat(row.getField(1)).isEqualTo("c");
                            assertThat(longest).startsWith((String) row.getField(2));
                            assertThat(row.getField(3)).isEqualTo(tokens);
                            assertThat(row.getField(5)).isNull();
                        });
        assertThat((Integer) row(read, 15).getField(4)).isGreaterThan(0);
    }

    /** The planner's environment is not the job's: it drops what it does not know to hand on. */
    @Test
    void aPlannedJobTakesUnalignedCheckpointsEachSecond() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        StreamTableEnvironment planned = StreamTableEnvironment.create(env);
        String model = System.getProperty("pyramidion.root") + "/models/target";
        planned.getConfig().set("pyramidion.model.target", model);
        planned.executeSql(
                """
                CREATE TABLE answers (prompt STRING)
                WITH ('connector' = 'pyramidion', 'files.output' = '%s')"""
                        .formatted(folder.resolve("answers.jsonl")));

        planned.createStatementSet()
                .addInsertSql("INSERT INTO answers VALUES ('a')")
                .attachAsDataStream();

        assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(1000);
        assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isTrue();
    }

    private static Row row(List<Row> rows, int number) {
        return rows.stream()
                .filter(row -> row.getField(0).equals("" + number))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void answersEachRowOnceWhenAStatementFailsBeforeTheTable() throws Exception {
        tables.executeSql(
                """
                CREATE TABLE numbers (id INT) WITH ('connector' = 'datagen',
                'rows-per-second' = '40', 'fields.id.kind' = 'sequence',
                'fields.id.start' = '0', 'fields.id.end' = '19')""");
        tables.executeSql(
                """
                CREATE TABLE answers (id STRING, prompt STRING)
                WITH ('connector' = 'pyramidion', 'files.output' = '%s', 'files.id-column' = 'id',
                      'files.defaults' = '{"temperature": 0, "max_tokens": 16}')"""
                        .formatted(folder.resolve("answers.jsonl")));

        tables.executeSql(
                        "INSERT INTO answers SELECT fails_once(CAST(id AS STRING), '15'), '%s' FROM numbers"
                                .formatted(STORY))
                .await();

        assertThat(FailsOnce.FAILED).isTrue();
        List<JsonNode> lines = lines("answers.jsonl");
        assertThat(lines)
                .extracting(line -> line.get("id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        assertThat(lines)
                .extracting(line -> line.get("text").asText())
                .containsOnly(lines.get(0).get("text").asText());
    }

    @Test
    void refusesRowsThatChange() {
        tables.executeSql(
                "CREATE TABLE words (w STRING) WITH ('connector' = 'datagen', 'number-of-rows' = '1')");
        tables.executeSql(
                """
                CREATE TABLE counts (prompt STRING)
                WITH ('connector' = 'pyramidion', 'files.output' = '%s')"""
                        .formatted(folder.resolve("counts.jsonl")));

        assertThatThrownBy(
                        () ->
                                tables.executeSql(
                                        "INSERT INTO counts SELECT CAST(COUNT(*) AS STRING)"
                                                + " FROM words GROUP BY w"))
                .hasMessageContaining("counts")
                .hasMessageContaining("doesn't support consuming update changes");
    }

    private static String request(String id, int tokens) {
        return """
        {"request_id": "%s", "prompt": "%s", "max_tokens": %d, "temperature": 0, "ignore_eos": true, "customer": "c"}"""
                .formatted(id, STORY, tokens);
    }

    private List<JsonNode> lines(String file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }

    private static JsonNode line(List<JsonNode> lines, String id) {
        return lines.stream()
                .filter(line -> line.get("request_id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
