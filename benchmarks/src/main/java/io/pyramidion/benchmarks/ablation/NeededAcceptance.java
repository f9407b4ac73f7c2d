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

import java.util.function.DoubleUnaryOperator;

/**
 * Which acceptance the paper's headline, 1.91 times its best standard speculation, would need at
 * the pass times measured here; and which one the exact pyramid, to be faster than speculation with
 * the draft alone.
 */
final class NeededAcceptance {

    private static final double HEADLINE = 1.91;

    /** As near to certainty as the model is asked. */
    static final double CERTAIN = 0.999;

    private final ThroughputModel model;
    private final int longest;
    private int qualifierLength;
    private int draftLength;

    /** Lengths up to the longest of the run: passes were timed for these. */
    private NeededAcceptance(AblationResults<?> results) {
        this.model = results.model();
        this.longest = results.ways().stream().mapToInt(Way::length).max().orElse(1);
    }

    /** Two sentences for the report: to reach the paper's figure, and to pass the draft alone. */
    static String describe(AblationResults<?> results) {
        NeededAcceptance needed = new NeededAcceptance(results);
        return needed.headline(results) + " " + needed.overDraft(results);
    }

    private String headline(AblationResults<?> results) {
        double wanted = HEADLINE * results.ideal(Way.Method.SD);
        double found = smallest(acceptance -> fastest(acceptance, acceptance), wanted);
        String goal =
                "The paper's %.2f × the best standard speculation would be %.1f tokens/s by the model"
                        .formatted(HEADLINE, wanted);
        return found > CERTAIN
                ? goal
                        + "; even if nearly every token stood, it gives %.1f."
                                .formatted(fastest(CERTAIN, CERTAIN))
                : goal
                        + ": that needs %.0f %% of the tokens at both stages to stand, each independently, at ℓQ %d, ℓD %d."
                                .formatted(100 * found, qualifierLength, draftLength);
    }

    private String overDraft(AblationResults<?> results) {
        Run pyramid = results.of(results.best(Way.Method.PSD_EXACT).orElseThrow()).sum();
        double byQualifier =
                Math.min(CERTAIN, pyramid.firstAcceptance(AcceptanceStage.DRAFT_QUALIFIER));
        double wanted = results.ideal(Way.Method.SD_DRAFT);
        double found = smallest(acceptance -> fastest(byQualifier, acceptance), wanted);
        String now =
                "With the draft alone before the target it gives %.1f tokens/s. With %.0f %% of the draft's tokens kept by the qualifier, as"
                                .formatted(wanted, 100 * byQualifier)
                        + " measured, the exact pyramid";
        return found > CERTAIN
                ? now
                        + " stays below that even if nearly every token stood at the target: %.1f."
                                .formatted(fastest(byQualifier, CERTAIN))
                : now
                        + " passes that where the target keeps %.0f %% of the qualifier's (measured: %.0f %%), at ℓQ %d, ℓD %d."
                                .formatted(
                                        100 * found,
                                        100
                                                * pyramid.firstAcceptance(
                                                        AcceptanceStage.QUALIFIER_TARGET),
                                        qualifierLength,
                                        draftLength);
    }

    /** The least acceptance that brings so many tokens a second; above CERTAIN if none does. */
    private static double smallest(DoubleUnaryOperator speed, double wanted) {
        double low = 0;
        double high = 1;
        while (high - low > 1e-4) {
            double middle = (low + high) / 2;
            if (speed.applyAsDouble(Math.min(middle, CERTAIN)) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        // The lengths that belong to it.
        speed.applyAsDouble(Math.min(high, CERTAIN));
        return high;
    }

    /** Tokens a second at the best lengths. */
    private double fastest(double byQualifier, double byTarget) {
        double best = 0;
        for (int qualifier = 1; qualifier <= longest; qualifier++) {
            for (int draft = 1; draft <= qualifier; draft++) {
                double found = model.pyramid(byQualifier, byTarget, qualifier, draft);
                if (found > best) {
                    best = found;
                    qualifierLength = qualifier;
                    draftLength = draft;
                }
            }
        }
        return best;
    }
}
