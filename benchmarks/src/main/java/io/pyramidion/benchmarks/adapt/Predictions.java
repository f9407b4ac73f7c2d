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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.benchmarks.run.Samples;

import java.util.ArrayList;
import java.util.List;

/** What a policy predicted of rounds, and what came. Mutable. */
final class Predictions {

    private final List<Double> timeRatios = new ArrayList<>();
    private Calibration acceptance = Calibration.NONE;

    /**
     * @param timeRatio predicted time of a round divided by the measured one; NaN is left out
     */
    void add(double timeRatio) {
        if (!Double.isNaN(timeRatio)) {
            timeRatios.add(timeRatio);
        }
    }

    void add(Calibration more) {
        acceptance = acceptance.plus(more);
    }

    void add(Predictions other) {
        timeRatios.addAll(other.timeRatios);
        add(other.acceptance);
    }

    Calibration acceptance() {
        return acceptance;
    }

    /**
     * Median deviation of the predicted time from the measured one, in percent; NaN without any.
     */
    double timeError() {
        return timeRatios.isEmpty()
                ? Double.NaN
                : 100 * Samples.median(timeRatios.stream().map(r -> Math.abs(r - 1)).toList());
    }
}
