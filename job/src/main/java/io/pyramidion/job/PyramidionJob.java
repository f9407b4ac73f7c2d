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
import io.pyramidion.operators.chain.GenerationChain;
import io.pyramidion.operators.chain.GenerationStreams;
import io.pyramidion.operators.chain.RequestKey;
import io.pyramidion.operators.controller.Controller;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;

/**
 * The job: requests from Kafka, decoded, keyed by session, through head, draft, qualify and verify,
 * to results, deltas and dead letters; a probe behind the source and a controller beside the chain.
 *
 * <p>Every request that can be decoded gets exactly one result, committed exactly once; deltas and
 * dead letters come at least once. No request makes the job fail; an answer does that Kafka
 * refuses, because a topic was deleted or its record size lowered while the job ran.
 */
public final class PyramidionJob {

    private static final Duration IDLE_AFTER = Duration.ofSeconds(30);

    private PyramidionJob() {}

    /**
     * Configures an environment and adds the job to it. Connects to nothing; see {@link
     * io.pyramidion.job.kafka.BrokerCheck}.
     *
     * @throws io.pyramidion.job.options.OptionException if the runtime mode is not STREAMING
     */
    public static void build(StreamExecutionEnvironment env, Settings settings) {
        EnvironmentConfiguration.apply(env, settings);
        SingleOutputStreamOperator<RequestEnvelope> requests = requests(env, settings);
        ChainSettings chain = ChainSettings.of(settings.options());
        GenerationStreams generated =
                GenerationChain.apply(
                        Controller.probe(requests, chain.control())
                                .keyBy(new RequestKey(), Types.STRING),
                        chain);
        generated
                .results()
                .union(requests.getSideOutput(DecodeRequests.FAILURES))
                .sinkTo(KafkaSinks.results(settings))
                .uid(JobUids.RESULTS)
                .name("results");
        generated.deltas().sinkTo(KafkaSinks.deltas(settings)).uid(JobUids.DELTAS).name("deltas");
        generated
                .deadLetters()
                .union(requests.getSideOutput(DecodeRequests.DEAD_LETTERS))
                .sinkTo(KafkaSinks.deadLetters(settings))
                .uid(JobUids.DEAD_LETTERS)
                .name("dead letters");
    }

    private static SingleOutputStreamOperator<RequestEnvelope> requests(
            StreamExecutionEnvironment env, Settings settings) {
        DataStream<SourceRecord> records =
                env.fromSource(
                                KafkaSources.requests(settings),
                                WatermarkStrategy.<SourceRecord>forMonotonousTimestamps()
                                        .withIdleness(IDLE_AFTER),
                                "requests")
                        .uid(JobUids.REQUESTS);
        return records.process(
                        DecodeRequests.of(settings), new AvroTypeInfo<>(RequestEnvelope.class))
                .uid(JobUids.DECODE)
                .name("decode");
    }
}
