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
package io.pyramidion.job.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.TokenLogprob;
import io.pyramidion.schemas.TopLogprob;

import java.util.List;

/** Log-probabilities as the two endpoints write them. */
final class OpenAiLogprobs {

    private OpenAiLogprobs() {}

    static ObjectNode ofChat(Logprobs logprobs) {
        ObjectNode node = RowJson.object();
        ArrayNode content = node.putArray("content");
        for (TokenLogprob token : logprobs.getContent()) {
            ObjectNode entry = entry(token.getToken(), token.getLogprob(), token.getBytes());
            ArrayNode top = entry.putArray("top_logprobs");
            for (TopLogprob other : token.getTopLogprobs()) {
                top.add(entry(other.getToken(), other.getLogprob(), other.getBytes()));
            }
            content.add(entry);
        }
        node.putNull("refusal");
        return node;
    }

    static ObjectNode ofCompletion(Logprobs logprobs) {
        ObjectNode node = RowJson.object();
        ArrayNode offsets = node.putArray("text_offset");
        ArrayNode values = node.putArray("token_logprobs");
        ArrayNode tokens = node.putArray("tokens");
        ArrayNode top = node.putArray("top_logprobs");
        int offset = 0;
        for (TokenLogprob token : logprobs.getContent()) {
            offsets.add(offset);
            offset += token.getToken().length();
            values.add(token.getLogprob());
            tokens.add(token.getToken());
            ObjectNode others = top.addObject();
            for (TopLogprob other : token.getTopLogprobs()) {
                others.put(other.getToken(), other.getLogprob());
            }
        }
        return node;
    }

    private static ObjectNode entry(String token, double logprob, List<Integer> bytes) {
        ObjectNode entry = RowJson.object();
        entry.put("token", token).put("logprob", logprob);
        if (bytes == null) {
            entry.putNull("bytes");
        } else {
            bytes.forEach(entry.putArray("bytes")::add);
        }
        return entry;
    }
}
