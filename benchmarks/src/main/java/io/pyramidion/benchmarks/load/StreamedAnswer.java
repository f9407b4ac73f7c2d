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
package io.pyramidion.benchmarks.load;

import io.pyramidion.schemas.TokenDelta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request's tokens and characters, each in the place that its deltas say, and when they came.
 * What comes first stands.
 */
final class StreamedAnswer {

    static final StreamedAnswer NOTHING = new StreamedAnswer();

    private final TreeMap<Integer, Integer> tokens = new TreeMap<>();
    private final TreeMap<Integer, Integer> characters = new TreeMap<>();
    private final Map<Integer, Long> lastTimes = new HashMap<>();
    private String finishReason;

    /** Takes a delta; returns what in it contradicts those before, in words. */
    List<String> add(TokenDelta delta, long time) {
        List<String> contradictions = new ArrayList<>();
        int first = delta.getFirstPosition();
        int[] ids = delta.getTokenIds().stream().mapToInt(Integer::intValue).toArray();
        place(ids, first, tokens, "token", contradictions);
        for (int position = first; position < first + ids.length; position++) {
            lastTimes.put(position, time);
        }
        int[] text = delta.getText().codePoints().toArray();
        place(text, delta.getFirstCharacter(), characters, "character", contradictions);
        String reason = delta.getFinishReason();
        if (reason != null && finishReason != null && !reason.equals(finishReason)) {
            contradictions.add("finish_reason " + reason + " differs from " + finishReason);
        }
        finishReason = finishReason == null ? reason : finishReason;
        return contradictions;
    }

    private static void place(
            int[] values,
            int first,
            Map<Integer, Integer> known,
            String what,
            List<String> contradictions) {
        for (int i = 0; i < values.length; i++) {
            Integer before = known.putIfAbsent(first + i, values[i]);
            if (before != null && before != values[i]) {
                contradictions.add(
                        "%s %d at %d differs from the %d that came first"
                                .formatted(what, values[i], first + i, before));
                return;
            }
        }
    }

    /** The tokens of a delta that came before, together where they came at one time. */
    List<Regeneration.Repeat> repeats(TokenDelta delta, long time) {
        List<Regeneration.Repeat> repeats = new ArrayList<>();
        int end = delta.getFirstPosition() + delta.getTokenIds().size();
        int from = delta.getFirstPosition();
        while (from < end) {
            Long before = lastTimes.get(from);
            int until = from + 1;
            while (until < end && before != null && before.equals(lastTimes.get(until))) {
                until++;
            }
            if (before != null) {
                String what = delta.getRequestId() + " at " + from;
                repeats.add(new Regeneration.Repeat(what, until - from, before, time));
            }
            from = until;
        }
        return repeats;
    }

    /** Without what never came. */
    String text() {
        StringBuilder text = new StringBuilder();
        characters.values().forEach(text::appendCodePoint);
        return text.toString();
    }

    /** Without what never came. */
    List<Integer> tokenIds() {
        return List.copyOf(tokens.values());
    }
}
