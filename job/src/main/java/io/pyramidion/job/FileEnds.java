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
package io.pyramidion.job;

import io.pyramidion.job.files.AnswerFiles;
import io.pyramidion.job.files.DecodeRows;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.files.KeepOrder;
import io.pyramidion.job.files.RowSources;
import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Instant;

/** Files as the source and the sink of a job. */
final class FileEnds {

    private FileEnds() {}

    static DecodedRequests requests(
            StreamExecutionEnvironment env, Settings settings, Inputs inputs) {
        SingleOutputStreamOperator<SourceRecord> rows =
                env.fromSource(RowSources.rows(inputs), WatermarkStrategy.noWatermarks(), "rows")
                        .uid(JobUids.ROWS);
        boolean answersInFiles = settings.get(JobOptions.SINK) == Endpoint.FILES;
        SingleOutputStreamOperator<RequestEnvelope> requests =
                rows.process(
                                DecodeRows.of(settings, inputs, Instant.now(), answersInFiles),
                                new AvroTypeInfo<>(RequestEnvelope.class))
                        .uid(JobUids.DECODE_ROWS)
                        .name("decode");
        if (settings.get(FileOptions.KEEP_ORDER)) {
            // More subtasks behind one that reads would swap the turns of a session.
            rows.setParallelism(1);
            requests.setParallelism(1);
        }
        return new DecodedRequests(
                requests,
                requests.getSideOutput(DecodeRows.FAILURES),
                requests.getSideOutput(DecodeRows.DEAD_LETTERS));
    }

    static void results(DataStream<ResultEnvelope> results, Settings settings, Inputs inputs) {
        DataStream<ResultEnvelope> ordered = results;
        boolean rows = settings.get(JobOptions.SOURCE) == Endpoint.FILES;
        if (rows && settings.get(FileOptions.KEEP_ORDER)) {
            ordered =
                    results.transform(
                                    "keep order",
                                    new AvroTypeInfo<>(ResultEnvelope.class),
                                    new KeepOrder(inputs))
                            .setParallelism(1)
                            .setMaxParallelism(1)
                            .uid(JobUids.KEEP_ORDER);
        }
        ordered.sinkTo(AnswerFiles.of(settings, inputs))
                .setParallelism(1)
                .setMaxParallelism(1)
                .uid(JobUids.ANSWERS)
                .name("answers");
    }
}
