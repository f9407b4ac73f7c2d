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
import io.pyramidion.job.files.AnswerFiles;
import io.pyramidion.job.files.DecodeRows;
import io.pyramidion.job.files.InputScan;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.files.OutputCheck;
import io.pyramidion.job.kafka.BrokerCheck;
import io.pyramidion.job.kafka.KafkaSinks;
import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.formats.avro.typeutils.AvroSchemaConverter;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.Either;

import java.time.Instant;

/**
 * A table that answers what is inserted into it: each row is a request, and its answer goes to
 * files with the row's columns, or to a topic. Exactly once. Rows that cannot be served have an
 * error instead of a text.
 */
final class RequestSink implements DynamicTableSink {

    private static final TypeInformation<Either<ResultEnvelope, DeadLetter>> ANSWER =
            new EitherTypeInfo<>(
                    new AvroTypeInfo<>(ResultEnvelope.class), new AvroTypeInfo<>(DeadLetter.class));

    private final GenerationTable table;

    RequestSink(GenerationTable table) {
        this.table = table;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        return ChangelogMode.insertOnly();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        return new DataStreamSinkProvider() {
            @Override
            public DataStreamSink<?> consumeDataStream(
                    ProviderContext provider, DataStream<RowData> rows) {
                return answer(rows);
            }
        };
    }

    private DataStreamSink<?> answer(DataStream<RowData> rows) {
        SessionChecks.apply(table.session(), rows.getExecutionEnvironment());
        Settings settings = table.settings();
        Inputs inputs =
                InputScan.table(
                        settings, () -> AvroSchemaConverter.convertToSchema(table.rows(), false));
        boolean files = settings.get(JobOptions.SINK) == Endpoint.FILES;
        if (files) {
            boolean goesOn =
                    table.session().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent();
            OutputCheck.check(settings, inputs, goesOn);
        }
        SingleOutputStreamOperator<RequestEnvelope> requests = requests(rows, inputs, files);
        TableChain chain = TableChain.apply(table, requests);
        DataStream<ResultEnvelope> results =
                chain.results().union(requests.getSideOutput(DecodeRows.FAILURES));
        return files
                ? toFiles(results, inputs)
                : toKafka(
                        results,
                        chain.deadLetters().union(requests.getSideOutput(DecodeRows.DEAD_LETTERS)));
    }

    /** With as many subtasks as there are before them: rows of a session stay in their order. */
    private SingleOutputStreamOperator<RequestEnvelope> requests(
            DataStream<RowData> rows, Inputs inputs, boolean files) {
        return rows.map(new RowRecords(table, inputs, files))
                .returns(new AvroTypeInfo<>(SourceRecord.class))
                .uid(table.uid(JobUids.ROWS))
                .name("rows")
                .setParallelism(rows.getParallelism())
                .process(
                        DecodeRows.of(table.settings(), inputs, Instant.now(), files),
                        new AvroTypeInfo<>(RequestEnvelope.class))
                .uid(table.uid(JobUids.DECODE_ROWS))
                .name("decode")
                .setParallelism(rows.getParallelism());
    }

    private DataStreamSink<?> toFiles(DataStream<ResultEnvelope> results, Inputs inputs) {
        return results.sinkTo(AnswerFiles.of(table.settings(), inputs))
                .setParallelism(1)
                .setMaxParallelism(1)
                .uid(table.uid(JobUids.ANSWERS))
                .name("answers");
    }

    /** One sink for both: a table's job has no other. */
    private DataStreamSink<?> toKafka(
            DataStream<ResultEnvelope> results, DataStream<DeadLetter> letters) {
        Settings settings = BrokerCheck.checkAnswers(table.settings());
        DataStream<Either<ResultEnvelope, DeadLetter>> answers =
                results.map(Either::<ResultEnvelope, DeadLetter>Left)
                        .returns(ANSWER)
                        .uid(table.uid("answer-results"))
                        .name("results");
        return answers.union(
                        letters.map(Either::<ResultEnvelope, DeadLetter>Right)
                                .returns(ANSWER)
                                .uid(table.uid("answer-letters"))
                                .name("dead letters"))
                .sinkTo(KafkaSinks.answers(settings))
                .uid(table.uid(JobUids.RESULTS))
                .name("answers");
    }

    @Override
    public DynamicTableSink copy() {
        return new RequestSink(table);
    }

    @Override
    public String asSummaryString() {
        return "Pyramidion";
    }
}
