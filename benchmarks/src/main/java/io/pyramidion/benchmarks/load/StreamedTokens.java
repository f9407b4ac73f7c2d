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

/**
 * What came of token deltas: each position of each request, when it came, and whether what came
 * again was the same. How deltas are cut does not count. Safe for use by several threads.
 */
public final class StreamedTokens {

    private static final int MAX_CONFLICTS = 100;

    private final Map<String, StreamedAnswer> answers = new HashMap<>();
    private final List<Regeneration.Repeat> repeats = new ArrayList<>();
    private final List<String> conflicts = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();

    /**
     * Tokens of a delta.
     *
     * @param time when it came, milliseconds since the epoch
     * @param fresh tokens at positions that had not come before
     * @param repeated tokens at positions that had
     */
    public record Arrival(long time, int fresh, int repeated) {}

    /** Takes a delta that came at a time. */
    public synchronized void add(TokenDelta delta, long time) {
        String id = delta.getRequestId();
        StreamedAnswer answer = answers.computeIfAbsent(id, any -> new StreamedAnswer());
        List<Regeneration.Repeat> again = answer.repeats(delta, time);
        int repeated = again.stream().mapToInt(Regeneration.Repeat::tokens).sum();
        repeats.addAll(again);
        arrivals.add(new Arrival(time, delta.getTokenIds().size() - repeated, repeated));
        for (String contradiction : answer.add(delta, time)) {
            if (conflicts.size() < MAX_CONFLICTS) {
                conflicts.add("delta of " + id + ": " + contradiction);
            }
        }
    }

    /** Contradictions between deltas, in words; at most {@value #MAX_CONFLICTS}. */
    public synchronized List<String> conflicts() {
        return List.copyOf(conflicts);
    }

    /** Tokens that came again. */
    public synchronized List<Regeneration.Repeat> repeats() {
        return List.copyOf(repeats);
    }

    /** The text that the deltas of a request make. */
    public synchronized String text(String requestId) {
        return answers.getOrDefault(requestId, StreamedAnswer.NOTHING).text();
    }

    /** The tokens that the deltas of a request make. */
    public synchronized List<Integer> tokenIds(String requestId) {
        return answers.getOrDefault(requestId, StreamedAnswer.NOTHING).tokenIds();
    }

    /** When a token at a new position came first at or after a time; -1 if none did. */
    public synchronized long firstFreshSince(long time) {
        for (int i = firstSince(time); i < arrivals.size(); i++) {
            if (arrivals.get(i).fresh() > 0) {
                return arrivals.get(i).time();
            }
        }
        return -1;
    }

    /** Tokens at known positions that came from one time on and before another. */
    public synchronized long repeated(long from, long until) {
        return between(from, until).stream().mapToLong(Arrival::repeated).sum();
    }

    private List<Arrival> between(long from, long until) {
        return arrivals.subList(firstSince(from), firstSince(until));
    }

    /** Index of the first arrival at or after a time; they stand in order. */
    private int firstSince(long time) {
        int low = 0;
        int high = arrivals.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (arrivals.get(middle).time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
