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

import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.types.DataType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyramidionTableFactoryTest {

    private static final Map<String, String> FILES =
            Map.of("model.target", "models/target", "files.output", "answers.jsonl");

    private final Configuration session = new Configuration();
    private final TestTables tables = new TestTables(session);

    @Test
    void takesInsertionsAlone() {
        DynamicTableSink sink = sink(FILES, prompt());

        assertThat(sink.getChangelogMode(ChangelogMode.all()))
                .isEqualTo(ChangelogMode.insertOnly());
    }

    @Test
    void takesTheOptionsOfTheJobByTheirFullNamesToo() {
        assertThat(
                        sink(
                                Map.of(
                                        "pyramidion.model.target", "models/target",
                                        "pyramidion.job.sink", "files",
                                        "pyramidion.files.output", "answers.jsonl"),
                                prompt()))
                .isNotNull();
    }

    @Test
    void namesTheLikestOptionOfOneThatDoesNotExist() {
        assertRefused(
                () -> sink(with(FILES, "engine.batchsize", "4"), prompt()),
                "Unknown option pyramidion.engine.batchsize (value 4)");
        assertRefused(
                () -> sink(with(FILES, "model.trget", "x"), prompt()),
                "did you mean pyramidion.model.target?");
    }

    @Test
    void namesAnOptionThatIsMissing() {
        assertRefused(
                () -> sink(Map.of("files.output", "answers.jsonl"), prompt()),
                "pyramidion.model.target is missing");
        assertRefused(
                () -> sink(Map.of("model.target", "models/target"), prompt()),
                "Table cat.db.t does not say where its answers go; give 'files.output' or"
                        + " 'kafka.bootstrap-servers'");
        assertRefused(
                () -> source(Map.of("model.target", "models/target"), prompt()),
                "where its requests come from; give 'files.input' or 'kafka.bootstrap-servers'");
    }

    @ParameterizedTest
    @CsvSource({
        "job.parallelism, 2, SET 'parallelism.default'",
        "job.name, x, SET 'pipeline.name'",
        "job.checkpoint-interval, 1 s, SET 'execution.checkpointing.interval'",
        "flink.restart-strategy.type, none, SET 'restart-strategy.type'",
        "files.input, in.jsonl, none where rows are inserted",
        "job.source, kafka, none where rows are inserted",
        "job.sink, file, 'allowed: kafka, files'",
    })
    void refusesWhatIsNoOptionOfATable(String key, String value, String words) {
        assertRefused(() -> sink(with(FILES, key, value), prompt()), words);
    }

    @Test
    void refusesWhereToWriteForATableThatIsRead() {
        assertRefused(
                () -> source(with(FILES, "files.input", "in.jsonl"), prompt()),
                "pyramidion.files.output is answers.jsonl; allowed: none where the table is read");
    }

    @Test
    void hasTheSessionsModelsUnlessItNamesATargetOfItsOwn() {
        session.setString("pyramidion.model.target", "models/target");
        session.setString("pyramidion.model.draft", "models/draft");
        session.setString("pyramidion.job.source", "kafka");
        Map<String, String> output = Map.of("files.output", "answers.jsonl");

        assertThat(options(output).sink().shown()).containsKey("pyramidion.model.draft");
        assertThat(options(with(output, "model.target", "other")).sink().shown())
                .doesNotContainKey("pyramidion.model.draft");
    }

    @Test
    void hasTransactionsOfItsOwn() {
        Map<String, String> kafka =
                Map.of("model.target", "models/target", "kafka.bootstrap-servers", "localhost:1");

        assertThat(options(kafka).sink().shown())
                .containsEntry("pyramidion.kafka.transactional-id-prefix", "cat.db.t/");
    }

    @Test
    void doesNotShowSecrets() {
        Map<String, String> secret =
                with(FILES, "kafka.propertis.ssl.keystore.password", "hunter2");

        assertThatThrownBy(() -> sink(secret, prompt()))
                .satisfies(
                        e -> {
                            for (Throwable t = e; t != null; t = t.getCause()) {
                                assertThat(t.getMessage()).doesNotContain("hunter2");
                            }
                        });
    }

    @Test
    void refusesColumnsThatNoRowCouldBeRightWith() {
        assertRefused(
                () -> sink(FILES, column("id", DataTypes.INT())),
                "Table cat.db.t has no column that is a prompt; allowed: prompt, messages or"
                        + " prompt_token_ids");
        assertRefused(
                () -> sink(FILES, prompt(), column("max_tokens", DataTypes.STRING())),
                "Column max_tokens of cat.db.t is STRING; allowed: INT or BIGINT");
        assertRefused(
                () -> sink(FILES, prompt(), column("text", DataTypes.STRING())),
                "Column text of cat.db.t is added by the answer");
        assertRefused(
                () -> sink(FILES, prompt(), column("stream", DataTypes.BOOLEAN())),
                "Column stream of cat.db.t is not possible");
        Map<String, String> topic =
                Map.of("model.target", "models/target", "kafka.bootstrap-servers", "localhost:1");
        assertRefused(
                () -> source(topic, column("text", DataTypes.INT())),
                "Column text of cat.db.t is INT; allowed: STRING");
        assertRefused(
                () -> source(topic, column("txt", DataTypes.STRING())),
                "Column txt of cat.db.t is neither a field of a request nor of a result");
        assertRefused(
                () -> source(topic, column("session_id", DataTypes.STRING().notNull())),
                "Column session_id of cat.db.t is STRING NOT NULL; allowed: NULL, as it is where"
                        + " there is no such value");
    }

    @Test
    void refusesNotNullForWhatMayBeMissingOrOfAnotherType() {
        Map<String, String> topic =
                Map.of("model.target", "models/target", "kafka.bootstrap-servers", "localhost:1");
        Map<String, String> files =
                Map.of("model.target", "models/target", "files.input", "in.jsonl");
        DataType usage = DataTypes.ROW(DataTypes.FIELD("prompt_tokens", DataTypes.INT().notNull()));

        assertRefused(
                () -> source(topic, column("request_id", DataTypes.BIGINT().notNull())),
                "Column request_id of cat.db.t is BIGINT NOT NULL; allowed: NULL");
        assertRefused(
                () -> source(topic, column("usage", usage)),
                "Column usage of cat.db.t is ROW<`prompt_tokens` INT NOT NULL>; allowed: NULL");
        assertRefused(
                () -> source(files, column("customer", DataTypes.STRING().notNull())),
                "Column customer of cat.db.t is STRING NOT NULL; allowed: NULL");
    }

    @Test
    void takesColumnsThatAreNeverNullWhereThereIsAlwaysAValue() {
        Map<String, String> topic =
                Map.of("model.target", "models/target", "kafka.bootstrap-servers", "localhost:1");

        assertThat(
                        source(
                                topic,
                                column("request_id", DataTypes.STRING().notNull()),
                                column("text", DataTypes.STRING().notNull())))
                .isNotNull();
    }

    @Test
    void takesListsAndObjectsAsTextsToo() {
        assertThat(
                        sink(
                                FILES,
                                column("messages", DataTypes.STRING()),
                                column("stop", DataTypes.ARRAY(DataTypes.STRING())),
                                column("customer", DataTypes.DATE())))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "execution.runtime-mode, BATCH, allowed: STREAMING",
        "pipeline.operator-chaining.enabled, false, allowed: true",
        "execution.checkpointing.mode, AT_LEAST_ONCE, allowed: EXACTLY_ONCE",
        "execution.checkpointing.unaligned.enabled, false, allowed: true",
        "execution.checkpointing.checkpoints-after-tasks-finish, false, allowed: true",
    })
    void refusesASessionThatBreaksAPromise(String key, String value, String words) {
        session.setString(key, value);

        assertRefused(() -> sink(FILES, prompt()), words);
    }

    private static void assertRefused(ThrowingCallable call, String words) {
        assertThatThrownBy(call).rootCause().message().contains(words);
    }

    private static Map<String, String> with(Map<String, String> options, String key, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(key, value);
        return more;
    }

    private static Column prompt() {
        return column("prompt", DataTypes.STRING());
    }

    private static Column column(String name, DataType type) {
        return Column.physical(name, type);
    }

    private DynamicTableSink sink(Map<String, String> options, Column... columns) {
        return tables.sink(options, columns);
    }

    private DynamicTableSource source(Map<String, String> options, Column... columns) {
        return tables.source(options, columns);
    }

    private TableOptions options(Map<String, String> options) {
        return TableOptions.of(tables.context(options, prompt()));
    }
}
