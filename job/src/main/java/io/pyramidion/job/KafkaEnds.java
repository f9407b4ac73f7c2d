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

import io.pyramidion.job.kafka.DecodeRequests;
import io.pyramidion.job.kafka.KafkaSinks;
import io.pyramidion.job.kafka.KafkaSources;
import io.pyramidion.job.options.Settings;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;

/** Kafka as the source and the sinks of a job. */
final class KafkaEnds {

    private static final Duration IDLE_AFTER = Duration.ofSeconds(30);

    private KafkaEnds() {}

    static DecodedRequests requests(StreamExecutionEnvironment env, Settings settings) {
        DataStream<SourceRecord> records =
                env.fromSource(
                                KafkaSources.requests(settings),
                                WatermarkStrategy.<SourceRecord>forMonotonousTimestamps()
                                        .withIdleness(IDLE_AFTER),
                                "requests")
                        .uid(JobUids.REQUESTS);
        SingleOutputStreamOperator<RequestEnvelope> requests =
                records.process(
                                DecodeRequests.of(settings),
                                new AvroTypeInfo<>(RequestEnvelope.class))
                        .uid(JobUids.DECODE)
                        .name("decode");
        return new DecodedRequests(
                requests,
                requests.getSideOutput(DecodeRequests.FAILURES),
                requests.getSideOutput(DecodeRequests.DEAD_LETTERS));
    }

    static void results(DataStream<ResultEnvelope> results, Settings settings) {
        results.sinkTo(KafkaSinks.results(settings)).uid(JobUids.RESULTS).name("results");
    }

    static void deltas(DataStream<DeltaEnvelope> deltas, Settings settings) {
        deltas.sinkTo(KafkaSinks.deltas(settings)).uid(JobUids.DELTAS).name("deltas");
    }

    static void deadLetters(DataStream<DeadLetter> letters, Settings settings) {
        letters.sinkTo(KafkaSinks.deadLetters(settings))
                .uid(JobUids.DEAD_LETTERS)
                .name("dead letters");
    }
}
