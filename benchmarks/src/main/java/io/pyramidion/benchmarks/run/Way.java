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
package io.pyramidion.benchmarks.run;

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.engine.speculation.Tolerance;

import java.util.Locale;

/**
 * A way to generate, with the paper's names.
 *
 * @param method its family in plots and tables
 * @param speculation what the engine is asked for
 */
public record Way(Method method, Speculation speculation) {

    /** The methods that the paper compares, and those that keep the text. */
    public enum Method {
        PLAIN("plain"),
        SD_DRAFT("SD draft→target"),
        SD("SD qualifier→target"),
        FSD("FSD qualifier→target"),
        PSD_EXACT("pyramid exact"),
        PSDA("pyramid assisted"),
        PSDF("pyramid fuzzy");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    public static final Way PLAIN = new Way(Method.PLAIN, Speculation.OFF);

    /** Two models, the draft and the target. */
    public static Way sdDraft(int length) {
        return new Way(Method.SD_DRAFT, new Speculation(true, false, length, length));
    }

    /** Two models, the qualifier and the target: the paper's baseline. */
    public static Way sd(int length) {
        return new Way(Method.SD, new Speculation(false, true, length, length));
    }

    /** Fuzzy speculation of two models. */
    public static Way fsd(int length, double tauTarget, Divergence divergence) {
        Tolerance tolerance = new Tolerance(0, tauTarget, divergence);
        return new Way(Method.FSD, new Speculation(false, true, length, length, false, tolerance));
    }

    /** Three models; which method it is follows from the limits. */
    public static Way pyramid(
            int qualifierLength,
            int draftLength,
            double tauQualifier,
            double tauTarget,
            Divergence divergence) {
        Tolerance tolerance = new Tolerance(tauQualifier, tauTarget, divergence);
        Method method =
                switch (tolerance.mode()) {
                    case OFF, EXACT -> Method.PSD_EXACT;
                    case ASSISTED -> Method.PSDA;
                    case FUZZY -> Method.PSDF;
                };
        return new Way(
                method,
                new Speculation(true, true, draftLength, qualifierLength, false, tolerance));
    }

    /** Whether the text is the target's own. */
    public boolean isLossless() {
        return speculation.tolerance().mode() == SpeculationMode.EXACT;
    }

    public boolean isPyramid() {
        return speculation.useDraft() && speculation.useQualifier();
    }

    /** Tokens that stand before the target verifies; 0 in plain decoding. */
    public int length() {
        if (!speculation.enabled()) {
            return 0;
        }
        return speculation.useQualifier()
                ? speculation.qualifierLength()
                : speculation.draftLength();
    }

    /** The lengths, as the paper writes them. */
    public String lengths() {
        return isPyramid()
                ? "ℓQ %d, ℓD %d".formatted(speculation.qualifierLength(), speculation.draftLength())
                : length() == 0 ? "" : "ℓ " + length();
    }

    /** The limits, as the paper writes them; empty if there are none. */
    public String limits() {
        Tolerance tolerance = speculation.tolerance();
        return switch (tolerance.mode()) {
            case OFF, EXACT -> "";
            case ASSISTED -> String.format(Locale.ROOT, "τT %.2g", tolerance.target());
            case FUZZY ->
                    String.format(
                            Locale.ROOT,
                            "τQ %.2g, τT %.2g",
                            tolerance.qualifier(),
                            tolerance.target());
        };
    }

    /** Method, lengths and limits. */
    public String name() {
        return String.join(" ", method.toString(), lengths(), limits()).strip().replace("  ", " ");
    }
}
