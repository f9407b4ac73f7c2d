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
package io.pyramidion.engine.policy;

/**
 * How often a verifier keeps what is proposed, as far as it was seen lately: a share that leans on
 * another one while little was seen. Not thread-safe.
 */
final class KeptRate {

    /** What was seen that is no news counts for as many trials at most once news comes. */
    private static final double OLD = 60;

    private static final double AGING = 0.99;

    private final double memory;
    private final double lean;
    private double kept;
    private double seen;

    /** Trials seen that are still news. */
    private double fresh;

    /**
     * @param memory trials after which a trial counts a third of a new one
     * @param lean trials that the share leaned on is worth
     */
    KeptRate(double memory, double lean) {
        this.memory = 1 - 1 / memory;
        this.lean = lean;
    }

    /** Counts a run of {@code tried} tokens, the first {@code taken} of which were kept. */
    void learn(int tried, int taken) {
        // What stands behind the first one that was not kept was never put to the test.
        int tested = Math.min(tried, taken + 1);
        double fading = Math.pow(memory, tested);
        forgetOld();
        kept = kept * fading + taken;
        seen = seen * fading + tested;
        fresh = fresh * fading + tested;
    }

    private void forgetOld() {
        if (seen > fresh + OLD) {
            kept *= (fresh + OLD) / seen;
            seen = fresh + OLD;
        }
    }

    /** Counts a token that was never put to the test, by what was expected of it. */
    void learnExpected(double chance) {
        kept = kept * memory + chance;
        seen = seen * memory + 1;
        fresh = fresh * memory + 1;
    }

    /** Lets what was seen count less. */
    void fade(double factor) {
        kept *= factor;
        seen *= factor;
        fresh *= factor;
    }

    /** A round went by without a trial: what was seen is less of a reason not to try again. */
    void age() {
        fresh *= AGING;
    }

    /**
     * The share.
     *
     * @param otherwise the share leaned on
     */
    double share(double otherwise) {
        return (kept + lean * otherwise) / (seen + lean);
    }

    /** The share as it may be at best: one standard deviation above. */
    double hopeful(double otherwise) {
        double share = share(otherwise);
        return Math.min(0.99, share + Math.sqrt(share * (1 - share) / (fresh + lean)));
    }
}
