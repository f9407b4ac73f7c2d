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
package io.pyramidion.engine.speculation;

import io.pyramidion.engine.decoder.LogitEdits;
import io.pyramidion.engine.sampling.LogitRules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a request's rules make of its text so far: the edits of the logits for each draw, seen from
 * the position of that draw, so that a token which is still speculation counts for those behind it.
 * A function of prompt and generated tokens only; owned by its {@link Sequence}. Costs nothing
 * where there are no rules.
 */
final class LogitState {

    /** Neither in the prompt nor in the output. */
    private static final int ABSENT = -1;

    private final LogitRules rules;
    private final boolean changes;
    private final int promptLength;
    private final int[] allowed;

    /** How often tokens were generated; 0 for those that only the prompt has. */
    private final Map<Integer, Integer> counts = new HashMap<>();

    LogitState(LogitRules rules, int[] prompt, int[] generated) {
        this.rules = rules;
        this.changes = !rules.changeNothing();
        this.promptLength = prompt.length;
        this.allowed = rules.allowedTokenIds().stream().mapToInt(Integer::intValue).toArray();
        if (rules.repetitionPenalty() != 1) {
            for (int token : prompt) {
                counts.put(token, 0);
            }
        }
        for (int token : generated) {
            commit(token);
        }
    }

    /** Takes note of a token that was generated for good. */
    void commit(int token) {
        if (rules.penalize()) {
            counts.merge(token, 1, Integer::sum);
        }
    }

    /**
     * The edits for the draws behind a sequence's last tokens.
     *
     * @param draws how many of its last tokens something is drawn behind
     */
    LogitEdits edits(TokenBuffer tokens, int draws) {
        if (!changes) {
            return LogitEdits.NONE;
        }
        LogitEdits edits = new LogitEdits(allowed);
        for (int token : rules.bannedTokenIds()) {
            edits.add(token, 0, draws, 0, 1, Double.NEGATIVE_INFINITY);
        }
        Set<Integer> speculated = new HashSet<>();
        if (rules.penalize()) {
            for (int i = tokens.committed(); i < tokens.end(); i++) {
                if (speculated.add(tokens.get(i))) {
                    addSpeculated(edits, tokens, tokens.get(i), draws);
                }
            }
        }
        counts.forEach(
                (token, count) -> {
                    if (!speculated.contains(token)) {
                        add(edits, token, 0, draws, count);
                    }
                });
        for (int token : rules.logitBias().keySet()) {
            if (!speculated.contains(token) && !counts.containsKey(token)) {
                add(edits, token, 0, draws, ABSENT);
            }
        }
        return edits;
    }

    /** The edits of a token that stands among the speculated: its count grows along the draws. */
    private void addSpeculated(LogitEdits edits, TokenBuffer tokens, int token, int draws) {
        int count = counts.getOrDefault(token, ABSENT);
        int firstDraw = tokens.end() - draws;
        int from = 0;
        for (int i = tokens.committed(); i < tokens.end(); i++) {
            if (tokens.get(i) == token) {
                int draw = Math.max(0, i - firstDraw);
                add(edits, token, from, draw - from, count);
                from = draw;
                count = Math.max(count, 0) + 1;
            }
        }
        add(edits, token, from, draws - from, count);
    }

    private void add(LogitEdits edits, int token, int firstDraw, int draws, int count) {
        double bias = rules.logitBias().getOrDefault(token, 0.0);
        double factor = count == ABSENT ? 1 : rules.repetitionPenalty();
        double addend = count > 0 ? -rules.frequencyPenalty() * count - rules.presencePenalty() : 0;
        boolean changed = bias != 0 || factor != 1 || addend != 0;
        if (changed && draws > 0 && !rules.bannedTokenIds().contains(token)) {
            edits.add(token, firstDraw, draws, bias, factor, addend);
        }
    }

    /**
     * Tokens that may not be drawn behind what stands up to {@code index}: {@code already} and the
     * last ones of bad words that they would complete.
     */
    Set<Integer> banned(TokenBuffer tokens, int index, Set<Integer> already) {
        if (rules.badWords().isEmpty()) {
            return already;
        }
        Set<Integer> banned = new HashSet<>(already);
        for (List<Integer> word : rules.badWords()) {
            int first = index + 2 - word.size();
            if (first >= promptLength && matches(tokens, first, word)) {
                banned.add(word.get(word.size() - 1));
            }
        }
        return leavesNone(banned) ? already : banned;
    }

    private boolean leavesNone(Set<Integer> banned) {
        return allowed.length > 0
                && IntStream.of(allowed)
                        .allMatch(t -> banned.contains(t) || rules.bannedTokenIds().contains(t));
    }

    private static boolean matches(TokenBuffer tokens, int first, List<Integer> word) {
        for (int i = 0; i < word.size() - 1; i++) {
            if (tokens.get(first + i) != word.get(i)) {
                return false;
            }
        }
        return true;
    }
}
