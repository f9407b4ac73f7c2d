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

import io.pyramidion.engine.decoder.DrawConstraint;
import io.pyramidion.engine.decoder.LogitEdits;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.SamplingParameters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a request makes of its text so far: the constraint of each draw, by its rules and its least
 * number of tokens, seen from the position of that draw, so that a token which is still speculation
 * counts for those behind it. The only place where constraints are made. A function of prompt and
 * generated tokens only; owned by its {@link Sequence}. Costs nothing where there are none.
 */
final class DrawConstraints {

    /** Neither in the prompt nor in the output. */
    private static final int ABSENT = -1;

    private final LogitRules rules;
    private final boolean changes;
    private final int minTokens;
    private final Set<Integer> endTokens;
    private final int promptLength;
    private final int[] allowed;

    /** How often tokens were generated; 0 for those that only the prompt has. */
    private final Map<Integer, Integer> counts = new HashMap<>();

    /**
     * @param endTokens tokens that end the generation: none of them is drawn too early
     */
    DrawConstraints(
            SamplingParameters sampling, Set<Integer> endTokens, int[] prompt, int[] generated) {
        this.rules = sampling.rules();
        this.changes = !rules.changeNothing();
        this.minTokens = sampling.minTokens();
        this.endTokens = endTokens;
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
     * The constraints of the draws behind a sequence's last tokens, in their order.
     *
     * @param draws how many of its last tokens something is drawn behind
     */
    List<DrawConstraint> of(TokenBuffer tokens, int draws) {
        int first = tokens.end() - draws;
        if (!changes && !isEarly(first)) {
            return Collections.nCopies(draws, DrawConstraint.NONE);
        }
        List<List<LogitEdits>> edits = edits(tokens, draws);
        List<DrawConstraint> constraints = new ArrayList<>(draws);
        for (int i = 0; i < draws; i++) {
            constraints.add(new DrawConstraint(allowed, edits.get(i), banned(tokens, first + i)));
        }
        return constraints;
    }

    /** Whether what is drawn behind the token at {@code index} may not end the generation. */
    private boolean isEarly(int index) {
        return index + 1 - promptLength < minTokens;
    }

    /** The edits of each draw; what several draws see alike is one object. */
    private List<List<LogitEdits>> edits(TokenBuffer tokens, int draws) {
        List<List<LogitEdits>> edits = new ArrayList<>(draws);
        for (int i = 0; i < draws; i++) {
            edits.add(new ArrayList<>());
        }
        Set<Integer> speculated = new HashSet<>();
        if (rules.penalize()) {
            for (int i = tokens.committed(); i < tokens.end(); i++) {
                if (speculated.add(tokens.get(i))) {
                    addSpeculated(edits, tokens, tokens.get(i));
                }
            }
        }
        LogitEdits common = common(speculated);
        if (common.size() > 0) {
            edits.forEach(draw -> draw.add(common));
        }
        return edits;
    }

    /** What every draw sees: the edits of all tokens but the speculated. */
    private LogitEdits common(Set<Integer> speculated) {
        LogitEdits common = new LogitEdits();
        for (int token : rules.bannedTokenIds()) {
            common.add(token, 0, 1, Double.NEGATIVE_INFINITY);
        }
        counts.forEach(
                (token, count) -> {
                    if (!speculated.contains(token)) {
                        add(common, token, count);
                    }
                });
        for (int token : rules.logitBias().keySet()) {
            if (!speculated.contains(token) && !counts.containsKey(token)) {
                add(common, token, ABSENT);
            }
        }
        return common;
    }

    /** The edits of a token that stands among the speculated: its count grows along the draws. */
    private void addSpeculated(List<List<LogitEdits>> edits, TokenBuffer tokens, int token) {
        int count = counts.getOrDefault(token, ABSENT);
        int firstDraw = tokens.end() - edits.size();
        int from = 0;
        for (int i = tokens.committed(); i < tokens.end(); i++) {
            if (tokens.get(i) == token) {
                int draw = Math.max(0, i - firstDraw);
                add(edits.subList(from, draw), token, count);
                from = draw;
                count = Math.max(count, 0) + 1;
            }
        }
        add(edits.subList(from, edits.size()), token, count);
    }

    private void add(List<List<LogitEdits>> draws, int token, int count) {
        LogitEdits edit = new LogitEdits();
        add(edit, token, count);
        if (edit.size() > 0) {
            draws.forEach(draw -> draw.add(edit));
        }
    }

    private void add(LogitEdits edits, int token, int count) {
        double bias = rules.logitBias().getOrDefault(token, 0.0);
        double factor = count == ABSENT ? 1 : rules.repetitionPenalty();
        double addend = count > 0 ? -rules.frequencyPenalty() * count - rules.presencePenalty() : 0;
        boolean changed = bias != 0 || factor != 1 || addend != 0;
        if (changed && !rules.bannedTokenIds().contains(token)) {
            edits.add(token, bias, factor, addend);
        }
    }

    /**
     * Tokens that may not be drawn behind the one at {@code index}: the end tokens while it is too
     * early for them, and the last ones of bad words that they would complete.
     */
    private Set<Integer> banned(TokenBuffer tokens, int index) {
        Set<Integer> early = isEarly(index) ? endTokens : Set.of();
        if (rules.badWords().isEmpty()) {
            return early;
        }
        Set<Integer> banned = new HashSet<>(early);
        for (List<Integer> word : rules.badWords()) {
            int first = index + 2 - word.size();
            if (first >= promptLength && matches(tokens, first, word)) {
                banned.add(word.get(word.size() - 1));
            }
        }
        return leavesNone(banned) ? early : banned;
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
