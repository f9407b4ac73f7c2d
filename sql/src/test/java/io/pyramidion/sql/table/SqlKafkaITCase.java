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

import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Both forms on a broker, with Flink's own Kafka tables at the other ends. */
class SqlKafkaITCase {

    private static final int ROWS = 12;

    private static LocalBroker broker;

    @BeforeAll
    static void startABroker() throws Exception {
        broker = LocalBroker.start();
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    @Test
    void answersGoToTopicsAndRequestsComeFromOne() throws Exception {
        String servers = broker.bootstrapServers();
        TableEnvironment tables = session();
        tables.executeSql(
                """
                CREATE TABLE topic (v STRING) WITH ('connector' = 'kafka', 'format' = 'raw',
                    'topic' = 'pyramidion.requests', 'properties.bootstrap.servers' = '%s')"""
                        .formatted(servers));
        tables.executeSql(
                """
                CREATE TABLE answers (request_id STRING, prompt STRING, customer BIGINT)
                WITH ('connector' = 'pyramidion', 'kafka.bootstrap-servers' = '%s',
                      'files.defaults' = '{"max_tokens": 4, "ignore_eos": true}')"""
                        .formatted(servers));
        String insert =
                "INSERT INTO answers VALUES ('a', 'What is 3 + 94?', 17), ('b', CAST(NULL AS STRING), 18)";
        assertThatThrownBy(() -> tables.executeSql(insert))
                .hasMessageContaining("Topic")
                .hasMessageContaining("kafka.create-topics");
        broker.createTopics(
                1, "pyramidion.requests", "pyramidion.results", "pyramidion.dead-letters");

        tables.executeSql(insert).await();

        tables.executeSql(
                """
                CREATE TABLE results (request_id STRING, text STRING, finish_reason STRING,
                    metadata MAP<STRING, STRING>)
                WITH ('connector' = 'kafka', 'format' = 'json',
                    'topic' = 'pyramidion.results', 'scan.startup.mode' = 'earliest-offset',
                    'scan.bounded.mode' = 'latest-offset',
                    'properties.isolation.level' = 'read_committed',
                    'properties.bootstrap.servers' = '%s')"""
                        .formatted(servers));
        List<Row> results =
                rows(tables, "SELECT request_id, finish_reason, metadata['customer'] FROM results");
        assertThat(results)
                .containsExactlyInAnyOrder(Row.of("a", "length", "17"), Row.of("b", "error", "18"));

        tables.executeSql(
                        """
                        INSERT INTO topic VALUES
                        ('{"request_id": "r", "prompt": "What is 3 + 94?", "max_tokens": 3, "ignore_eos": true}'),
                        ('no request')""")
                .await();
        tables.executeSql(
                """
                CREATE TABLE asked (request_id STRING, prompt STRING, max_tokens INT,
                    finish_reason STRING, error ROW<stage STRING>)
                WITH ('connector' = 'pyramidion', 'kafka.bootstrap-servers' = '%s',
                      'kafka.bounded' = 'true')"""
                        .formatted(servers));
        assertThat(
                        rows(
                                tables,
                                "SELECT request_id, prompt, max_tokens, finish_reason, error.stage FROM asked"))
                .containsExactlyInAnyOrder(
                        Row.of("r", "What is 3 + 94?", 3, "length", null),
                        Row.of("", null, null, "error", "decode"));
    }

    @Test
    void goesOnInMidGenerationWhenAStatementFailsBeforeTheTable() throws Exception {
        broker.createTopics(1, "stories", "refused");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        FailsOnce.FAILED.set(false);
        tables.createTemporarySystemFunction("fails_once", FailsOnce.class);
        tables.createTemporaryView("numbers", tables.fromDataStream(paced(env)).as("id"));
        tables.executeSql(
                """
                CREATE TABLE stories (request_id STRING, prompt STRING)
                WITH ('connector' = 'pyramidion', 'kafka.bootstrap-servers' = '%s',
                      'kafka.result-topic' = 'stories', 'kafka.dead-letter-topic' = 'refused',
                      'files.defaults' = '{"max_tokens": 150, "temperature": 0, "ignore_eos": true}')"""
                        .formatted(broker.bootstrapServers()));

        tables.executeSql(
                        """
                        INSERT INTO stories SELECT fails_once(CAST(id AS STRING), '%d'),
                            'Continue the story: The old king had three daughters, and' FROM numbers"""
                                .formatted(ROWS / 2))
                .await();

        assertThat(FailsOnce.FAILED).isTrue();
        tables.executeSql(
                """
                CREATE TABLE results (request_id STRING, text STRING, resumed_from INT,
                    `usage` ROW<completion_tokens INT>)
                WITH ('connector' = 'kafka', 'format' = 'json',
                    'topic' = 'stories', 'scan.startup.mode' = 'earliest-offset',
                    'scan.bounded.mode' = 'latest-offset',
                    'properties.isolation.level' = 'read_committed',
                    'properties.bootstrap.servers' = '%s')"""
                        .formatted(broker.bootstrapServers()));
        List<Row> results =
                rows(
                        tables,
                        "SELECT request_id, text, resumed_from, `usage`.completion_tokens FROM results");
        assertThat(results)
                .extracting(row -> row.getField(0))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ROWS).mapToObj(Integer::toString).toList());
        assertThat(results).extracting(row -> row.getField(3)).containsOnly(150);
        // The same prompt, greedily: what went on is what was written in one go.
        assertThat(results)
                .extracting(row -> row.getField(1))
                .containsOnly(results.get(0).getField(1));
        assertThat(results)
                .anySatisfy(row -> assertThat((Integer) row.getField(2)).isPositive())
                .anySatisfy(row -> assertThat(row.getField(2)).isNull());
    }

    /** A number behind each checkpoint, so that a late one comes in the midst of generations. */
    private static DataStream<Long> paced(StreamExecutionEnvironment env) {
        return env.fromSource(
                        new DataGeneratorSource<>(
                                number -> number,
                                ROWS,
                                RateLimiterStrategy.perCheckpoint(1),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers");
    }

    private static TableEnvironment session() {
        return TableEnvironment.create(
                EnvironmentSettings.newInstance().withConfiguration(configuration()).build());
    }

    private static Configuration configuration() {
        Configuration session = new Configuration();
        session.setString("execution.checkpointing.interval", "100 ms");
        session.setString("restart-strategy.type", "fixed-delay");
        session.setString("restart-strategy.fixed-delay.attempts", "1");
        session.setString("restart-strategy.fixed-delay.delay", "50 ms");
        session.setString("parallelism.default", "1");
        session.setString(
                "pyramidion.model.target", Installation.current().model("target").toString());
        session.setString("pyramidion.engine.kv-memory", "64 mb");
        return session;
    }

    // Closing throws what interrupts it, which ends the test.
    @SuppressWarnings("try")
    private static List<Row> rows(TableEnvironment tables, String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = tables.executeSql(query).collect()) {
            result.forEachRemaining(row -> rows.add(Row.copy(row)));
        }
        return rows;
    }
}
