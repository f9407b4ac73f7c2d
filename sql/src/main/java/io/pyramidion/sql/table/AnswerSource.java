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

import io.pyramidion.job.JobUids;
import io.pyramidion.job.files.DecodeRows;
import io.pyramidion.job.files.InputScan;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.files.RowSources;
import io.pyramidion.job.kafka.BrokerCheck;
import io.pyramidion.job.kafka.DecodeRequests;
import io.pyramidion.job.kafka.KafkaSources;
import io.pyramidion.job.kafka.LetterResults;
import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileFormat;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;

/**
 * A table over the requests of a topic or of files, each with its answer. Rows come as answers are
 * complete, exactly once for what SQL does with them. A request that cannot be served is a row with
 * an error.
 */
final class AnswerSource implements ScanTableSource {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerSource.class);

    private static final Duration IDLE_AFTER = Duration.ofSeconds(30);

    private final GenerationTable table;
    private final DataType type;

    AnswerSource(GenerationTable table, DataType type) {
        this.table = table;
        this.type = type;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        TypeInformation<RowData> rows = context.createTypeInformation(type);
        return new DataStreamScanProvider() {
            @Override
            public DataStream<RowData> produceDataStream(
                    ProviderContext provider, StreamExecutionEnvironment env) {
                SessionChecks.apply(table.session(), env);
                return readsFiles() ? files(env, rows) : topic(env, rows);
            }

            @Override
            public boolean isBounded() {
                return readsFiles() || table.settings().get(KafkaOptions.BOUNDED);
            }
        };
    }

    private boolean readsFiles() {
        return table.settings().get(JobOptions.SOURCE) == Endpoint.FILES;
    }

    private DataStream<RowData> files(
            StreamExecutionEnvironment env, TypeInformation<RowData> rows) {
        Settings settings = table.settings();
        Inputs inputs = InputScan.scan(settings);
        if (inputs.format() == FileFormat.CSV) {
            throw new OptionException(
                    FileOptions.FORMAT.refusal(
                            inputs.format(),
                            "jsonl, avro, parquet; read CSV with Flink's connector filesystem and"
                                    + " insert the rows into a table of answers"));
        }
        if (inputs.format() == FileFormat.OPENAI) {
            throw new OptionException(
                    FileOptions.FORMAT.refusal(
                            inputs.format(),
                            "jsonl, avro, parquet; answers to an OpenAI batch have no columns, see"
                                    + " bin/pyramidion batch"));
        }
        inputs.warnings().forEach(LOG::warn);
        SingleOutputStreamOperator<RequestEnvelope> requests =
                env.fromSource(RowSources.rows(inputs), WatermarkStrategy.noWatermarks(), "rows")
                        .uid(table.uid(JobUids.ROWS))
                        .process(
                                DecodeRows.of(settings, inputs, Instant.now(), true),
                                new AvroTypeInfo<>(RequestEnvelope.class))
                        .uid(table.uid(JobUids.DECODE_ROWS))
                        .name("decode");
        return rows(
                TableChain.apply(table, requests)
                        .results()
                        .union(requests.getSideOutput(DecodeRows.FAILURES)),
                rows,
                inputs);
    }

    private DataStream<RowData> topic(
            StreamExecutionEnvironment env, TypeInformation<RowData> rows) {
        Settings settings = table.settings();
        BrokerCheck.checkRequests(settings);
        SingleOutputStreamOperator<RequestEnvelope> decoded =
                env.fromSource(
                                KafkaSources.requests(settings),
                                WatermarkStrategy.<SourceRecord>forMonotonousTimestamps()
                                        .withIdleness(IDLE_AFTER),
                                "requests")
                        .uid(table.uid(JobUids.REQUESTS))
                        .process(
                                DecodeRequests.of(settings),
                                new AvroTypeInfo<>(RequestEnvelope.class))
                        .uid(table.uid(JobUids.DECODE))
                        .name("decode");
        DataStream<RequestEnvelope> requests = hasRequestColumns() ? kept(decoded) : decoded;
        DataStream<ResultEnvelope> refused =
                decoded.getSideOutput(DecodeRequests.DEAD_LETTERS)
                        .map(LetterResults.of(settings))
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class))
                        .uid(table.uid(JobUids.DEAD_LETTERS))
                        .name("refused");
        return rows(TableChain.apply(table, requests).results().union(refused), rows, Inputs.NONE);
    }

    private boolean hasRequestColumns() {
        return table.rows().getFieldNames().stream()
                .anyMatch(name -> ColumnChecks.resultField(table.columns(), name).isEmpty());
    }

    private DataStream<RequestEnvelope> kept(DataStream<RequestEnvelope> requests) {
        return requests.map(new KeepValue())
                .returns(new AvroTypeInfo<>(RequestEnvelope.class))
                .uid(table.uid("keep"))
                .name("keep");
    }

    private DataStream<RowData> rows(
            DataStream<ResultEnvelope> results, TypeInformation<RowData> rows, Inputs inputs) {
        return results.map(new ResultRows(table, rows, inputs))
                .returns(rows)
                .uid(table.uid(JobUids.ANSWERS))
                .name("answers");
    }

    @Override
    public DynamicTableSource copy() {
        return new AnswerSource(table, type);
    }

    @Override
    public String asSummaryString() {
        return "Pyramidion";
    }
}
