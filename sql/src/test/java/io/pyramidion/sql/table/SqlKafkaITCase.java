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
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Both forms on a broker, with Flink's own Kafka tables at the other ends. */
class SqlKafkaITCase {

    @Test
    void answersGoToTopicsAndRequestsComeFromOne() throws Exception {
        try (LocalBroker broker = LocalBroker.start()) {
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
                          'files.defaults' = '{"max_tokens": 4}')"""
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
                    rows(
                            tables,
                            "SELECT request_id, finish_reason, metadata['customer'] FROM results");
            assertThat(results)
                    .containsExactlyInAnyOrder(
                            Row.of("a", "length", "17"), Row.of("b", "error", "18"));

            tables.executeSql(
                            """
                            INSERT INTO topic VALUES
                            ('{"request_id": "r", "prompt": "What is 3 + 94?", "max_tokens": 3}'),
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
    }

    private static TableEnvironment session() {
        Configuration session = new Configuration();
        session.setString("execution.checkpointing.interval", "100 ms");
        session.setString("parallelism.default", "1");
        session.setString(
                "pyramidion.model.target", Installation.current().model("target").toString());
        session.setString("pyramidion.engine.kv-memory", "64 mb");
        return TableEnvironment.create(
                EnvironmentSettings.newInstance().withConfiguration(session).build());
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
