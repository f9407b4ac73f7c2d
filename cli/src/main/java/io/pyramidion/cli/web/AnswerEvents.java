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
package io.pyramidion.cli.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a job answers, for the page: the fields that readers of its topics know, without those that
 * the page does not show, and never longer than the page can take.
 */
final class AnswerEvents {

    /** Characters of JSON; of what is longer, only the starts of texts are told. */
    static final int MAX_LENGTH = 64 << 10;

    private static final int MAX_TEXT = 8 << 10;
    private static final List<String> NOT_SHOWN = List.of("token_ids", "logprobs", "metadata");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonCodec<GenerationResult> RESULTS =
            new JsonCodec<>(GenerationResult.class);
    private static final JsonCodec<TokenDelta> DELTAS = new JsonCodec<>(TokenDelta.class);

    private AnswerEvents() {}

    static PageEvent of(FeedEvent event) {
        if (event instanceof FeedEvent.Delta next) {
            ObjectNode delta = tree(DELTAS.encode(next.delta()));
            delta.put("tokens", next.delta().getTokenIds().size());
            return bounded(PageEvent.Kind.DELTA, delta);
        } else if (event instanceof FeedEvent.Result next) {
            return bounded(PageEvent.Kind.RESULT, tree(RESULTS.encode(next.result())));
        } else if (event instanceof FeedEvent.Refused next) {
            return refused("Refused: " + next.reason());
        } else {
            return refused("Skipped: " + ((FeedEvent.Foreign) event).note());
        }
    }

    /** That a prompt was sent. */
    static PageEvent asked(String requestId, String prompt) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        asked.put("request_id", requestId);
        asked.put("prompt", start(prompt));
        return PageEvent.of(PageEvent.Kind.ASKED, asked);
    }

    private static PageEvent refused(String reason) {
        ObjectNode refused = JsonNodeFactory.instance.objectNode();
        refused.put("reason", start(reason));
        return PageEvent.of(PageEvent.Kind.REFUSED, refused);
    }

    private static PageEvent bounded(PageEvent.Kind kind, ObjectNode answer) {
        remove(answer, NOT_SHOWN);
        PageEvent whole = PageEvent.of(kind, answer);
        if (whole.data().length() <= MAX_LENGTH) {
            return whole;
        }
        shorten(answer);
        answer.put("cut", true);
        return PageEvent.of(kind, answer);
    }

    private static void shorten(ObjectNode answer) {
        remove(answer, List.of("trace"));
        for (String name : List.of("text", "message")) {
            for (JsonNode holder : answer.findParents(name)) {
                ((ObjectNode) holder).put(name, start(holder.path(name).asText()));
            }
        }
        // A choice or two are shown; a hundred of the longest would be megabytes again.
        if (answer.toString().length() > MAX_LENGTH) {
            answer.remove("choices");
        }
    }

    private static void remove(JsonNode node, List<String> names) {
        if (node instanceof ObjectNode object) {
            object.remove(names);
        }
        node.forEach(part -> remove(part, names));
    }

    /** The start of a text; never half a character. */
    private static String start(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "…";
    }

    private static ObjectNode tree(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
