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

import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

class TableUidsTest {

    @TempDir private Path folder;

    private final Configuration session = new Configuration();
    private final StreamExecutionEnvironment env =
            StreamExecutionEnvironment.getExecutionEnvironment();

    @Test
    void dependOnTheTablesNameAlone() {
        DataStream<?> sink = insert();

        assertThat(uids(sink))
                .containsExactly(
                        "cat.db.t/controller",
                        "cat.db.t/decode-rows",
                        "cat.db.t/draft",
                        "cat.db.t/head",
                        "cat.db.t/plans",
                        "cat.db.t/probe",
                        "cat.db.t/qualify",
                        "cat.db.t/rows",
                        "cat.db.t/verify");
    }

    @Test
    void aJobTakesCheckpointsEachSecondUnlessTheSessionSaysOtherwise() {
        insert();
        assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(1000);

        session.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(7));
        insert();
        assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(7000);
    }

    /** What leads to the table's sink, which is all that a planner keeps. */
    private DataStream<?> insert() {
        DynamicTableSink sink =
                new TestTables(session)
                        .sink(
                                Map.of(
                                        "model.target",
                                        "models/target",
                                        "files.output",
                                        folder.resolve("answers.jsonl").toString()),
                                Column.physical("prompt", DataTypes.STRING()));
        DataStream<RowData> rows =
                env.fromData(
                        List.of(GenericRowData.of((Object) null)),
                        InternalTypeInfo.ofFields(VarCharType.STRING_TYPE));
        Transformation<?> answers =
                ((DataStreamSinkProvider) sink.getSinkRuntimeProvider(null))
                        .consumeDataStream(name -> java.util.Optional.empty(), rows)
                        .getTransformation();
        assertThat(answers.getUid()).isEqualTo("cat.db.t/answers");
        return new DataStream<>(env, answers.getInputs().get(0));
    }

    private static TreeSet<String> uids(DataStream<?> stream) {
        TreeSet<String> uids = new TreeSet<>();
        stream.getTransformation().getTransitivePredecessors().stream()
                .map(Transformation::getUid)
                .filter(Objects::nonNull)
                .forEach(uids::add);
        return uids;
    }
}
