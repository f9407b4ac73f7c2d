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
package io.pyramidion.operators.chain;

import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;
import java.util.List;

/** Jobs around the chain, as the tests on a cluster need them. */
final class ChainJob {

    static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(100);

    private static final AvroTypeInfo<RequestEnvelope> REQUEST =
            new AvroTypeInfo<>(RequestEnvelope.class);

    private ChainJob() {}

    /** Fails at once unless {@code changes} say otherwise, and never falls back to Kryo. */
    static StreamExecutionEnvironment environment(int parallelism, Configuration changes) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.addAll(changes);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
        return environment;
    }

    /** Requests whose input then ends. */
    static GenerationStreams bounded(
            StreamExecutionEnvironment environment,
            List<RequestEnvelope> requests,
            ChainSettings settings) {
        return chain(environment.fromData(requests, REQUEST).uid("requests"), settings);
    }

    /** Requests whose input then stays open and silent. */
    static GenerationStreams open(
            StreamExecutionEnvironment environment,
            List<RequestEnvelope> requests,
            ChainSettings settings) {
        DataStream<RequestEnvelope> finite =
                environment.fromData(requests, REQUEST).uid("requests");
        return chain(finite.union(silence(environment)), settings);
    }

    /** As {@link #open}, with requests of a second source that another run did not have. */
    static GenerationStreams openWithMore(
            StreamExecutionEnvironment environment,
            List<RequestEnvelope> requests,
            List<RequestEnvelope> more,
            ChainSettings settings) {
        DataStream<RequestEnvelope> first = environment.fromData(requests, REQUEST).uid("requests");
        DataStream<RequestEnvelope> second = environment.fromData(more, REQUEST).uid("more");
        return chain(first.union(second, silence(environment)), settings);
    }

    private static DataStream<RequestEnvelope> silence(StreamExecutionEnvironment environment) {
        DataGeneratorSource<RequestEnvelope> endless =
                new DataGeneratorSource<>(
                        index -> Requests.at(index, Requests.blank("unused")),
                        Long.MAX_VALUE,
                        RateLimiterStrategy.perSecond(1),
                        REQUEST);
        return environment
                .fromSource(endless, WatermarkStrategy.noWatermarks(), "silence")
                .uid("silence")
                .filter(request -> false)
                .uid("silence-filter");
    }

    private static GenerationStreams chain(
            DataStream<RequestEnvelope> requests, ChainSettings settings) {
        return GenerationChain.apply(requests.keyBy(new RequestKey()), settings);
    }
}
