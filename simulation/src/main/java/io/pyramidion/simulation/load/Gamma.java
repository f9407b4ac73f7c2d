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
package io.pyramidion.simulation.load;

import java.util.Random;

/**
 * Numbers of a gamma distribution of mean 1 (Marsaglia and Tsang, "A simple method for generating
 * gamma variables", 2000).
 */
final class Gamma {

    private final double shape;
    private final Random random;

    /**
     * @param shape above 0; 1 is the exponential distribution
     */
    Gamma(double shape, Random random) {
        this.shape = shape;
        this.random = random;
    }

    double next() {
        double value =
                shape >= 1
                        ? draw(shape)
                        : draw(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
        return value / shape;
    }

    private double draw(double atLeastOne) {
        double d = atLeastOne - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double normal = random.nextGaussian();
            double v = Math.pow(1 + c * normal, 3);
            double u = 1 - random.nextDouble();
            if (v > 0 && Math.log(u) < normal * normal / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
