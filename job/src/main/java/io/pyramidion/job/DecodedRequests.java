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

import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What a source has for the chain.
 *
 * @param requests not keyed yet
 * @param failures results of what no model is needed to refuse
 * @param deadLetters what cannot be served, as it came
 */
record DecodedRequests(
        SingleOutputStreamOperator<RequestEnvelope> requests,
        DataStream<ResultEnvelope> failures,
        DataStream<DeadLetter> deadLetters) {}
