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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.decoder.Divergence;

/**
 * How far a proposer's distribution may be from the verifier's for its token to stand although the
 * verifier drew another one (fuzzy speculative decoding, arXiv 2502.20704, and PyramidSD, arXiv
 * 2510.12966, section 3). 0 lets a token stand only if the verifier drew the same. With {@link
 * Divergence#TV} the law of an emitted token differs from the target's by at most the sum of both
 * limits in total variation.
 *
 * @param qualifier limit between draft and qualifier, the paper's tau_Q
 * @param target limit between the last proposer and the target, the paper's tau_T
 * @param divergence what the limits are measured in
 */
public record Tolerance(double qualifier, double target, Divergence divergence) {

    /** Every token is the target's own. */
    public static final Tolerance NONE = new Tolerance(0, 0, Divergence.JS);

    public Tolerance {
        check(qualifier, "speculation.tau_qualifier");
        check(target, "speculation.tau_target");
    }

    /** The paper's name for it. */
    public SpeculationMode mode() {
        if (target == 0) {
            return SpeculationMode.EXACT;
        }
        return qualifier == 0 ? SpeculationMode.ASSISTED : SpeculationMode.FUZZY;
    }

    /** A share of it, from 0 (none) to 1 (all). */
    public Tolerance opened(double share) {
        return share == 1 ? this : new Tolerance(qualifier * share, target * share, divergence);
    }

    double of(ModelRole verifier) {
        return switch (verifier) {
            case DRAFT -> 0;
            case QUALIFIER -> qualifier;
            case TARGET -> target;
        };
    }

    private static void check(double limit, String field) {
        if (!(limit >= 0 && limit < Double.POSITIVE_INFINITY)) {
            throw new InvalidRequestException(
                    field, field + " is " + limit + "; allowed: at least 0");
        }
    }
}
