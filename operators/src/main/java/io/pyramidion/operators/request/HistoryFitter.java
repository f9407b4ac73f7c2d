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

import io.pyramidion.operators.state.SessionHistory;
import io.pyramidion.schemas.ChatMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Drops the oldest turns of a conversation that has outgrown the context. It then drops enough that
 * the prompt fills at most half of the context: the turns after it only add to it, and find it in a
 * KV cache. Whole turns go, question and answer; a leading system message stays.
 */
final class HistoryFitter {

    private static final String USER = "user";

    private final int contextTokens;

    HistoryFitter(int contextTokens) {
        this.contextTokens = contextTokens;
    }

    /**
     * Whether there is room for an answer: all that is asked for, or a quarter of the context.
     *
     * @param maxTokens maximum number of tokens of the answer
     */
    boolean fits(int promptTokens, int maxTokens) {
        return promptTokens <= contextTokens - Math.min(maxTokens, contextTokens / 4);
    }

    /**
     * The messages to keep; if even the request alone is too long, the system message at most.
     *
     * @param history earlier messages, which do not fit
     * @param promptTokens tokens of the prompt of some earlier messages and the request
     */
    List<ChatMessage> fit(
            List<ChatMessage> history, ToIntFunction<List<ChatMessage>> promptTokens) {
        List<Integer> starts = turnStarts(history);
        int low = 0;
        int high = starts.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (promptTokens.applyAsInt(SessionHistory.from(history, starts.get(middle)))
                    <= contextTokens / 2) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return SessionHistory.from(history, starts.get(low));
    }

    /** Where what is kept may start: at the second turn, the third, or behind all. */
    private static List<Integer> turnStarts(List<ChatMessage> history) {
        List<Integer> starts = new ArrayList<>();
        boolean first = true;
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).getRole().equals(USER)) {
                if (!first) {
                    starts.add(i);
                }
                first = false;
            }
        }
        starts.add(history.size());
        return starts;
    }
}
