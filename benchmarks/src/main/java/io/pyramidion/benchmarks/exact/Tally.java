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
package io.pyramidion.benchmarks.exact;

import java.util.List;
import java.util.OptionalInt;

/** What comparing the texts of one way came to, over its settings. */
final class Tally {

    private final Requests requests;
    private int settings;
    private int compared;
    private int different;
    private int otherTokens;
    private long tokens;
    private long rounds;
    private long reused;
    private String first = "";

    Tally(Requests requests) {
        this.requests = requests;
    }

    /** Compares the texts of another setting; returns how many of them differ. */
    int add(Setting setting, Requests.Written found, List<Text> wanted) {
        int before = different;
        settings++;
        rounds += found.rounds();
        reused += found.reused();
        for (int i = 0; i < wanted.size(); i++) {
            Text text = found.texts().get(i);
            OptionalInt at = text.partsFrom(wanted.get(i));
            compared++;
            tokens += text.tokens().length;
            if (at.isPresent()) {
                different++;
                otherTokens += text.hasTokensOf(wanted.get(i)) ? 0 : 1;
                if (first.isEmpty()) {
                    first = "%s: %s, token %d".formatted(setting, requests.name(i), at.getAsInt());
                }
            }
        }
        return different - before;
    }

    int settings() {
        return settings;
    }

    /** Texts. */
    int compared() {
        return compared;
    }

    /** Texts of them that are not the reference's. */
    int different() {
        return different;
    }

    /** Those of them in which a token is another; in the rest only a log-probability is. */
    int otherTokens() {
        return otherTokens;
    }

    /** Where the first of them parts; empty if there is none. */
    String first() {
        return first;
    }

    /** Texts of them whose prompt was in their KV slot already. */
    long reused() {
        return reused;
    }

    /** Tokens that a sequence gains in a round: above one where proposals stood. */
    double tokensPerRound() {
        return (double) tokens / rounds;
    }
}
