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
package io.pyramidion.simulation.decoder;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.TextKind;

import java.util.List;

/**
 * What the models of a family draw: functions of a draw's noise key, which names request and
 * position, and of nothing else. So the target's text is the same whatever is proposed. A draft or
 * qualifier draws the target's token as often as the request's kind says, and its confidence tells
 * as much of that as was measured. Where the draft errs, the qualifier errs more often than
 * elsewhere. Immutable.
 */
public final class Script {

    /** Tokens of the vocabulary. */
    public static final int VOCABULARY = 32_768;

    /** The first tokens of a vocabulary are special; no script has them. */
    private static final int FIRST_TOKEN = 32;

    private static final int TOKENS = VOCABULARY - FIRST_TOKEN;
    private static final int KIND_MASK = CostProfile.MAX_KINDS - 1;

    /** Share of positions that are as hard for the qualifier as for the draft. */
    private static final double COMMON = 0.7;

    /** Share of two models' errors at one position that are the same token. */
    private static final double SAME_ERROR = 0.4;

    private static final double NATS = 5;
    private static final double ENTROPY_CHANCE = 0.25;

    private final TextKind[] kinds;
    private final ConfidenceCurve[] curves;
    private final double[][] shifts;

    /**
     * @param kinds the kinds of text that requests may have, at most {@link CostProfile#MAX_KINDS}
     */
    public Script(List<TextKind> kinds) {
        this.kinds = kinds.toArray(new TextKind[0]);
        this.curves = new ConfidenceCurve[this.kinds.length];
        this.shifts = new double[this.kinds.length][];
        for (int i = 0; i < curves.length; i++) {
            TextKind kind = this.kinds[i];
            curves[i] = ConfidenceCurve.of(kind.curve());
            shifts[i] =
                    new double[] {
                        curves[i].shift(kind.draft(), kind.spread()),
                        curves[i].shift(kind.qualifier(), kind.spread())
                    };
        }
    }

    /**
     * The seed of a request, which tells its kind.
     *
     * @param number the request's number
     * @param kind index of its kind
     */
    public static long seed(long simulation, long number, int kind) {
        return Hash.of(simulation + Hash.of(number, 0), 0) & ~KIND_MASK | kind;
    }

    /** What the target draws. */
    int token(long key) {
        return FIRST_TOKEN + (int) Long.remainderUnsigned(Hash.of(key, 0), TOKENS);
    }

    /** What a model draws. */
    int token(ModelRole role, long seed, long key) {
        int own = token(key);
        if (role == ModelRole.TARGET || foresees(role, seed, key)) {
            return own;
        }
        int error = Hash.unit(key, 7) < SAME_ERROR ? 1 : 2 + role.ordinal();
        return FIRST_TOKEN + (own - FIRST_TOKEN + error) % TOKENS;
    }

    private boolean foresees(ModelRole role, long seed, long key) {
        int kind = kind(seed);
        double logit =
                curves[kind].logit(level(role, key))
                        + shifts[kind][role.ordinal()]
                        + kinds[kind].spread() * Hash.normal(seed, 1);
        return Hash.unit(key, draw(role, key)) < ConfidenceCurve.sigmoid(logit);
    }

    /** How sure a draft or qualifier is of what it draws. */
    Confidence confidence(ModelRole role, long seed, long key) {
        ConfidenceCurve curve = curves[kind(seed)];
        int level = level(role, key);
        int first = 8 + 2 * role.ordinal();
        double probability = ConfidenceCurve.sigmoid(curve.logOdds(level, Hash.normal(key, first)));
        double entropy =
                NATS * (1 - probability) * Math.exp(ENTROPY_CHANCE * Hash.normal(key, first + 1));
        return new Confidence(
                curve.margin(level),
                Math.max(Confidence.MIN_LOG_PROBABILITY, (float) Math.log(probability)),
                (float) entropy);
    }

    private int kind(long seed) {
        return (int) (seed & KIND_MASK);
    }

    private static boolean isCommon(ModelRole role, long key) {
        return role == ModelRole.DRAFT || Hash.unit(key, 1) < COMMON;
    }

    private static int level(ModelRole role, long key) {
        return ConfidenceCurve.level(Hash.unit(key, isCommon(role, key) ? 2 : 3));
    }

    private static int draw(ModelRole role, long key) {
        return isCommon(role, key) ? 4 : 5;
    }
}
