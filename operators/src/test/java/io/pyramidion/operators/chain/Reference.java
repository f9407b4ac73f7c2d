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

import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.operators.batch.EngineSequences;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the engine alone generates for requests, undisturbed and without speculation. */
final class Reference {

    private Reference() {}

    /** Token ids of the greedy answer to a conversation, as {@link Requests#turn} asks for it. */
    static List<Integer> answerTo(ChatMessage... messages) {
        GenerationRequest request = Requests.turn("none", "reference", "");
        request.setSessionId(null);
        request.setMessages(List.of(messages));
        return tokenIds(List.of(request)).get("reference");
    }

    /** Token ids by request id. */
    static Map<String, List<Integer>> tokenIds(List<GenerationRequest> requests) {
        Pyramid pyramid = Family.pyramid();
        KvPlan plan = pyramid.plan(Family.PLENTY_OF_KV, 8, Family.CONTEXT);
        List<Sequence> sequences = new ArrayList<>();
        for (GenerationRequest request : requests) {
            sequences.add(EngineSequences.plain(pyramid, Family.settings(8, 8), request));
        }
        try (Generator generator = new Generator(pyramid, plan, Family.PREFILL)) {
            generator.run(sequences);
        }
        Map<String, List<Integer>> ids = new HashMap<>();
        for (Sequence sequence : sequences) {
            ids.put(sequence.id(), IntStream.of(sequence.generatedTokens()).boxed().toList());
        }
        return ids;
    }
}
