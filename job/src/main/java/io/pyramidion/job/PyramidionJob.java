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

import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.chain.GenerationChain;
import io.pyramidion.operators.chain.GenerationStreams;
import io.pyramidion.operators.chain.RequestKey;
import io.pyramidion.operators.controller.Controller;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job: requests from Kafka or from files, decoded, keyed by session, through head, draft,
 * qualify and verify, to results, deltas and dead letters; a probe behind the source and a
 * controller beside the chain.
 *
 * <p>Every request that can be decoded gets exactly one result, committed exactly once; deltas and
 * dead letters come at least once. No request makes the job fail; an answer does that Kafka
 * refuses, because a topic was deleted or its record size lowered while the job ran, and so does a
 * file that cannot be written.
 *
 * <p>Source and sink are parts of one graph rather than jobs of their own: whatever holds for the
 * one holds for the other, Kafka and files mix, and there is one place where a request enters the
 * chain. A job of its own for files would have needed no options for the ends; it would have had to
 * repeat everything in between.
 */
public final class PyramidionJob {

    private PyramidionJob() {}

    /**
     * Configures an environment and adds a job to it that reads from Kafka. Connects to nothing;
     * see {@link io.pyramidion.job.kafka.BrokerCheck}.
     *
     * @throws io.pyramidion.job.options.OptionException if the runtime mode is not STREAMING
     */
    public static void build(StreamExecutionEnvironment env, Settings settings) {
        build(env, settings, Inputs.NONE);
    }

    /**
     * The same for any source.
     *
     * @param inputs the files that are read, as {@link io.pyramidion.job.files.InputScan} found
     *     them, or what it says instead if Kafka is the source
     */
    public static void build(StreamExecutionEnvironment env, Settings settings, Inputs inputs) {
        EnvironmentConfiguration.apply(env, settings);
        boolean fromFiles = settings.get(JobOptions.SOURCE) == Endpoint.FILES;
        boolean toFiles = settings.get(JobOptions.SINK) == Endpoint.FILES;
        DecodedRequests decoded =
                fromFiles
                        ? FileEnds.requests(env, settings, inputs)
                        : KafkaEnds.requests(env, settings);
        ChainSettings chain = ChainSettings.of(settings.options());
        GenerationStreams generated =
                GenerationChain.apply(
                        probed(decoded, settings, chain).keyBy(new RequestKey(), Types.STRING),
                        chain);
        DataStream<ResultEnvelope> results = generated.results().union(decoded.failures());
        if (toFiles) {
            FileEnds.results(results, settings, inputs);
        } else {
            KafkaEnds.results(results, settings);
        }
        if (!fromFiles || !toFiles) {
            KafkaEnds.deltas(generated.deltas(), settings);
            KafkaEnds.deadLetters(generated.deadLetters().union(decoded.deadLetters()), settings);
        }
    }

    private static DataStream<RequestEnvelope> probed(
            DecodedRequests decoded, Settings settings, ChainSettings chain) {
        SingleOutputStreamOperator<RequestEnvelope> probe =
                Controller.probe(decoded.requests(), chain.control());
        return settings.get(JobOptions.SOURCE) == Endpoint.FILES
                        && settings.get(FileOptions.KEEP_ORDER)
                ? probe.setParallelism(1)
                : probe;
    }
}
