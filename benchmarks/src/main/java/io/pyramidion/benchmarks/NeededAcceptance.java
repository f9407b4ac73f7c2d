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
package io.pyramidion.benchmarks;

import java.util.Locale;

/**
 * Which acceptance the paper's headline, 1.91 times its best standard speculation, would need at
 * the pass times measured here.
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
    private NeededAcceptance(AblationResults results) {
        this.model = results.model();
        this.longest = results.ways().stream().mapToInt(Way::length).max().orElse(1);
    }

    /** One sentence for the report. */
    static String describe(AblationResults results) {
        NeededAcceptance needed = new NeededAcceptance(results);
        double wanted = HEADLINE * results.idealBaseline();
        double most = needed.fastest(CERTAIN);
        if (most < wanted) {
            return String.format(
                    Locale.ROOT,
                    "The paper's %.2f × the best standard speculation would be %.1f tokens/s by the model; even if nearly every token stood,"
                            + " it gives %.1f.",
                    HEADLINE,
                    wanted,
                    most);
        }
        double low = 0;
        double high = CERTAIN;
        while (high - low > 1e-4) {
            double middle = (low + high) / 2;
            if (needed.fastest(middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        needed.fastest(high);
        return String.format(
                Locale.ROOT,
                "The paper's %.2f × the best standard speculation would be %.1f tokens/s by the model: that needs %.0f %% of the"
                        + " tokens at both stages to stand, each independently, at ℓQ %d, ℓD %d.",
                HEADLINE,
                wanted,
                100 * high,
                needed.qualifierLength,
                needed.draftLength);
    }

    /** Tokens a second at the best lengths. */
    private double fastest(double acceptance) {
        double best = 0;
        for (int qualifier = 1; qualifier <= longest; qualifier++) {
            for (int draft = 1; draft <= qualifier; draft++) {
                double found = model.pyramid(acceptance, qualifier, draft);
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
