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

import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What comes out of the chain, with event times of the requests.
 *
 * @param results one for every request, refused ones included; the operator is verify
 * @param deltas pieces of the texts of streaming requests; after a failure some come again
 * @param deadLetters requests that were refused at admission
 * @param plans each plan of the controller that a head has put in force, once; none if {@code
 *     control.mode} is off
 */
public record GenerationStreams(
        SingleOutputStreamOperator<ResultEnvelope> results,
        DataStream<DeltaEnvelope> deltas,
        DataStream<DeadLetter> deadLetters,
        SingleOutputStreamOperator<SpeculationPlan> plans) {}
