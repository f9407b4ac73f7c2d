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
package io.pyramidion.simulation.profile;

/**
 * A pass as its roofline allows: the longer of reading (weights once, keys and values of every row)
 * and computing (two operations for each weight and token, and attention), plus a fixed overhead.
 *
 * @param overheadMillis what launching and sampling take, at least 0
 */
record RooflineCost(Hardware hardware, ModelSize model, double overheadMillis) implements PassCost {

    private static final double OPERATIONS_PER_WEIGHT = 2;

    @Override
    public double millis(PassShape pass) {
        double head = pass.draws() > 0 ? model.headWeights() : 0;
        double bytes =
                (model.blockWeights() + head) * model.bytesPerWeight()
                        + model.kvBytes() * pass.contextTokens();
        double operations =
                OPERATIONS_PER_WEIGHT * model.blockWeights() * pass.positions()
                        + OPERATIONS_PER_WEIGHT * model.headWeights() * pass.draws()
                        + model.attentionOperations() * pass.attended();
        return overheadMillis
                + Math.max(hardware.readMillis(bytes), hardware.computeMillis(operations));
    }
}
