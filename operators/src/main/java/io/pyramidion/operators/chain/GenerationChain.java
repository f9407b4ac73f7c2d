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

import io.pyramidion.operators.OperatorUids;
import io.pyramidion.operators.controller.Controller;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.CheckpointConfig;

import java.time.Duration;

/**
 * The part of a job that generates: a head with draft, qualify and verify in one operator chain,
 * and the controller beside it, which is fed with the plans that the heads put in force.
 *
 * <p>Every request gets exactly one result, once, also after failures, savepoints and changes of
 * parallelism: a running generation goes on where the checkpoint left it and ends with the same
 * text. Bounded input is served in STREAMING mode; its end waits for the last answer.
 */
public final class GenerationChain {

    private GenerationChain() {}

    /**
     * Adds the chain to a job. A job that has several gives each a name, by {@link
     * io.pyramidion.operators.settings.ControlSettings#forChain}.
     *
     * @param requests keyed by {@link RequestKey}; requests of one key run one after another
     * @throws IllegalArgumentException if the job's runtime mode is not STREAMING
     */
    public static GenerationStreams apply(
            KeyedStream<RequestEnvelope, String> requests, ChainSettings settings) {
        StreamingOnly.check(
                requests.getExecutionEnvironment()
                        .getConfiguration()
                        .get(ExecutionOptions.RUNTIME_MODE));
        CheckpointConfig checkpoints = requests.getExecutionEnvironment().getCheckpointConfig();
        Duration timeout =
                checkpoints.isCheckpointingEnabled()
                        ? Duration.ofMillis(checkpoints.getCheckpointTimeout())
                        : Duration.ZERO;
        String name = settings.control().chain();
        RoundTypeInformation rounds = new RoundTypeInformation();
        SingleOutputStreamOperator<ResultEnvelope> results =
                requests.transform("head", rounds, new HeadOperatorFactory(settings, timeout))
                        .uid(name + OperatorUids.HEAD)
                        .transform("draft", rounds, new DraftOperator(settings))
                        .uid(name + OperatorUids.DRAFT)
                        .transform("qualify", rounds, new QualifyOperator(settings))
                        .uid(name + OperatorUids.QUALIFY)
                        .transform(
                                "verify",
                                new AvroTypeInfo<>(ResultEnvelope.class),
                                new VerifyOperator(settings))
                        .uid(name + OperatorUids.VERIFY);
        return new GenerationStreams(
                results,
                results.getSideOutput(SideOutputs.DELTAS),
                results.getSideOutput(SideOutputs.DEAD_LETTERS),
                Controller.controller(results.getSideOutput(SideOutputs.PLANS), settings));
    }
}
