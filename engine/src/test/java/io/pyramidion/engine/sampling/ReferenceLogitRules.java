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
package io.pyramidion.engine.sampling;

import java.util.List;

/**
 * What rules make of logits, written down plainly and independently of the decoder program: the
 * whole vocabulary, one token and one rule after the other.
 */
public final class ReferenceLogitRules {

    private ReferenceLogitRules() {}

    /**
     * A copy of {@code logits} as they are drawn from behind a prompt and some generated tokens.
     */
    public static double[] apply(
            LogitRules rules, double[] logits, List<Integer> prompt, List<Integer> generated) {
        double[] z = logits.clone();
        for (int token = 0; token < z.length; token++) {
            z[token] = one(rules, token, z[token], prompt, generated);
        }
        return z;
    }

    private static double one(
            LogitRules rules,
            int token,
            double logit,
            List<Integer> prompt,
            List<Integer> generated) {
        boolean allowed =
                rules.allowedTokenIds().isEmpty() || rules.allowedTokenIds().contains(token);
        if (!allowed
                || rules.bannedTokenIds().contains(token)
                || completesABadWord(rules, token, generated)) {
            return Double.NEGATIVE_INFINITY;
        }
        double z = logit + rules.logitBias().getOrDefault(token, 0.0);
        if (prompt.contains(token) || generated.contains(token)) {
            z = z > 0 ? z / rules.repetitionPenalty() : z * rules.repetitionPenalty();
        }
        long times = generated.stream().filter(t -> t == token).count();
        z -= rules.frequencyPenalty() * times;
        return times > 0 ? z - rules.presencePenalty() : z;
    }

    private static boolean completesABadWord(LogitRules rules, int token, List<Integer> generated) {
        for (List<Integer> word : rules.badWords()) {
            List<Integer> prefix = word.subList(0, word.size() - 1);
            int from = generated.size() - prefix.size();
            if (word.get(word.size() - 1) == token
                    && from >= 0
                    && generated.subList(from, generated.size()).equals(prefix)) {
                return true;
            }
        }
        return false;
    }
}
