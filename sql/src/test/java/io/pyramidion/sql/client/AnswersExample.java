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
package io.pyramidion.sql.client;

import io.pyramidion.operators.chain.GenerationChain;
import io.pyramidion.operators.chain.RequestKey;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.nio.ByteBuffer;
import java.util.List;

/** The example of the documentation, which a test runs and compares with it. */
final class AnswersExample {

    private AnswersExample() {}

    // tag::example
    static DataStream<String> answers(StreamExecutionEnvironment env, String model) {
        Configuration options = new Configuration();
        options.setString("pyramidion.model.target", model);

        DataStream<RequestEnvelope> requests =
                env.fromData("What is 3 + 94?", "Where is Vienna?")
                        .map(AnswersExample::request)
                        .returns(new AvroTypeInfo<>(RequestEnvelope.class))
                        .uid("requests");
        return GenerationChain.apply(
                        requests.keyBy(new RequestKey(), Types.STRING), ChainSettings.of(options))
                .results()
                .map(result -> result.getAnswer().getRequestId() + result.getAnswer().getText())
                .returns(Types.STRING)
                .uid("texts");
    }

    static RequestEnvelope request(String prompt) {
        GenerationRequest request =
                GenerationRequest.newBuilder()
                        .setRequestId(prompt)
                        .setPrompt(prompt)
                        .setMaxTokens(16)
                        .build();
        Origin origin = new Origin(System.currentTimeMillis(), null, List.of(), null);
        return new RequestEnvelope(request, origin, ByteBuffer.allocate(0), Command.GENERATE);
    }
    // end::example
}
