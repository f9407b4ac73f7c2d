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

import io.pyramidion.engine.speculation.ModelRole;

import java.util.EnumMap;
import java.util.Map;

/**
 * How much slower than in the profile the machine runs all models at the moment: others use its
 * processors, or it has grown hot. A model that runs no pass cannot find this out by itself; its
 * passes would look cheap beside those of the models that do. Threads may share it.
 */
final class MachineSpeed {

    /** What a round's common surprise changes. */
    private static final double STEP = 0.2;

    /**
     * Share of it that is the machine's; of the rest the models that ran learn, for it may be
     * theirs alone.
     */
    private static final double SHARE = 0.9;

    private volatile double slowness = 1;

    /** Factor on what passes take; 1 at first. */
    double slowness() {
        return slowness;
    }

    synchronized void learn(double common) {
        slowness *= Math.exp(STEP * common);
    }

    /** What a round's passes tell of the machine. */
    static final class Round {

        /** Sums over a model's passes. */
        private record Sums(double surprise, double trust, int passes) {}

        private final Map<ModelRole, Sums> models = new EnumMap<>(ModelRole.class);

        /**
         * @param surprise logarithm of how much longer than expected a pass took
         * @param trust how well such passes were known, from 0 to 1
         */
        void add(ModelRole model, double surprise, double trust) {
            models.merge(
                    model,
                    new Sums(trust * surprise, trust, 1),
                    (a, b) ->
                            new Sums(
                                    a.surprise + b.surprise,
                                    a.trust + b.trust,
                                    a.passes + b.passes));
        }

        /**
         * The surprise that the models share: their mean, by how well they were known. What one of
         * them differs from it is its own.
         */
        double common() {
            double surprise = 0;
            double trust = 0;
            double most = 0;
            for (Sums sums : models.values()) {
                surprise += sums.surprise / sums.passes;
                trust += sums.trust / sums.passes;
                most = Math.max(most, sums.trust / sums.passes);
            }
            return trust == 0 ? 0 : SHARE * most * surprise / trust;
        }
    }
}
