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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;

/**
 * PyramidSD's model of throughput (arXiv 2510.12966, section 3.4), at batch size 1:
 *
 * <pre>
 * V_SD  = β (l + 1) / (l / V_D + 1 / V_T)
 * V_PSD = β_TQ (l_Q + 1) / (l_Q / V_FSD(Q, D) + 1 / V_T)
 * </pre>
 *
 * <p>where β (l + 1) are the tokens that a round brings. Times of passes depend on the tokens that
 * are fed, lengths are those that were used: a round ends early at the end of a text.
 */
final class ThroughputModel {

    private final ForwardTimes times;

    ThroughputModel(ForwardTimes times) {
        this.times = times;
    }

    /** Tokens a second that the measured acceptance should give. */
    double predict(Way way, Run run) {
        AcceptanceStage last =
                way.speculation().useQualifier()
                        ? AcceptanceStage.QUALIFIER_TARGET
                        : AcceptanceStage.DRAFT_TARGET;
        double candidates = run.meanProposed(last);
        double verify = times.millis(ModelRole.TARGET, candidates + 1);
        return 1000 * run.tokensPerRound() / (proposing(way, run) + verify);
    }

    /** Milliseconds of a round before the target verifies: l / V of whoever proposes. */
    private double proposing(Way way, Run run) {
        if (!way.speculation().enabled()) {
            return 0;
        }
        if (!way.isPyramid()) {
            ModelRole proposer =
                    way.speculation().useQualifier() ? ModelRole.QUALIFIER : ModelRole.DRAFT;
            return steps(proposer, run.forwardsPerRound(proposer));
        }
        double inner = run.forwardsPerRound(ModelRole.QUALIFIER);
        double drafted = run.forwardsPerRound(ModelRole.DRAFT) / inner;
        return inner
                * (steps(ModelRole.DRAFT, drafted)
                        + times.millis(ModelRole.QUALIFIER, drafted + 1));
    }

    /** Passes one after the other; the first reads what the verifier changed as well. */
    private double steps(ModelRole role, double count) {
        double first = Math.min(1, count);
        return first * times.millis(role, 2) + (count - first) * times.millis(role, 1);
    }

    /**
     * Tokens a second of a pyramid whose stages accept each token with the same probability,
     * whatever came before.
     *
     * @param byQualifier probability at the qualifier, below 1
     * @param byTarget probability at the target, below 1
     */
    double pyramid(double byQualifier, double byTarget, int qualifierLength, int draftLength) {
        double inner =
                steps(ModelRole.DRAFT, draftLength)
                        + times.millis(ModelRole.QUALIFIER, draftLength + 1);
        double candidatesPerMilli = emitted(byQualifier, draftLength) / inner;
        double round =
                qualifierLength / candidatesPerMilli
                        + times.millis(ModelRole.TARGET, qualifierLength + 1);
        return 1000 * emitted(byTarget, qualifierLength) / round;
    }

    /** The same for standard speculation with one of the smaller models. */
    double standard(ModelRole proposer, double acceptance, int length) {
        double round = steps(proposer, length) + times.millis(ModelRole.TARGET, length + 1);
        return 1000 * emitted(acceptance, length) / round;
    }

    /** Tokens that a round brings if each of {@code length} stands with the same probability. */
    static double emitted(double acceptance, int length) {
        return (1 - Math.pow(acceptance, length + 1)) / (1 - acceptance);
    }
}
