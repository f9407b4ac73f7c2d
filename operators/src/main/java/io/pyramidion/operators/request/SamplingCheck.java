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
package io.pyramidion.operators.request;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.schemas.GenerationRequest;

import java.util.List;
import java.util.function.Supplier;

/**
 * Refuses sampling fields that no model is needed to refuse, for whoever makes sampling parameters
 * of a request.
 */
public final class SamplingCheck {

    // Every new token of a text is compared with each of them, in the thread that serves all.
    private static final int MAX_STOPS = 64;
    private static final int LONGEST_STOP = 1000;

    // Each counts in both its spellings, and is looked for with every token.
    private static final int MAX_WORDS = LogitRules.MAX_ENTRIES / 4;
    private static final int LONGEST_WORD = 100;

    private SamplingCheck() {}

    /**
     * Checks what {@link SamplingResolver} does not: how long lists and words are, and token ids.
     *
     * @throws InvalidRequestException naming the first field at fault
     */
    public static void check(GenerationRequest request) {
        checkTokenIds("stop_token_ids", or(request.getStopTokenIds(), List.of()));
        checkStops(or(request.getStop(), List.of()));
        checkWords(or(request.getBadWords(), List.of()));
        List<Integer> allowed = request.getAllowedTokenIds();
        refuseIf(
                allowed != null && allowed.isEmpty(),
                "allowed_token_ids",
                () -> "allowed_token_ids is empty; allowed: at least one token id");
        checkTokenIds("allowed_token_ids", or(allowed, List.of()));
        checkTokenIds("banned_token_ids", or(request.getBannedTokenIds(), List.of()));
    }

    private static void checkWords(List<String> words) {
        refuseIf(
                words.size() > MAX_WORDS,
                "bad_words",
                () -> "bad_words has " + words.size() + " texts; allowed: at most " + MAX_WORDS);
        for (int i = 0; i < words.size(); i++) {
            int length = words.get(i).length();
            if (words.get(i).isBlank() || length > LONGEST_WORD) {
                throw new InvalidRequestException(
                        "bad_words",
                        "bad_words[%d] has %d characters; allowed: 1 to %d, not only spaces"
                                .formatted(i, length, LONGEST_WORD));
            }
        }
    }

    private static void checkStops(List<String> stops) {
        refuseIf(
                stops.size() > MAX_STOPS,
                "stop",
                () -> "stop has " + stops.size() + " texts; allowed: at most " + MAX_STOPS);
        for (int i = 0; i < stops.size(); i++) {
            int length = stops.get(i).length();
            if (length > LONGEST_STOP) {
                String field = "stop[" + i + "]";
                throw new InvalidRequestException(
                        field,
                        field + " has " + length + " characters; allowed: 1 to " + LONGEST_STOP);
            }
        }
    }

    static void checkTokenIds(String field, List<Integer> ids) {
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            if (id < 0) {
                throw new InvalidRequestException(
                        field, field + "[" + i + "] is " + id + "; allowed: at least 0");
            }
        }
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static void refuseIf(boolean refused, String field, Supplier<String> message) {
        if (refused) {
            throw new InvalidRequestException(field, message.get());
        }
    }
}
