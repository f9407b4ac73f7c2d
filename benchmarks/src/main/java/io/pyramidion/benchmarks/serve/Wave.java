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
package io.pyramidion.benchmarks.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A load that rises and falls once, in straight lines.
 *
 * @param low requests a second at start and end
 * @param high requests a second in the middle
 * @param seconds from start to end
 */
record Wave(double low, double high, double seconds) {

    /** Requests a second at a moment. */
    double rate(double at) {
        return low + (high - low) * (1 - Math.abs(2 * at / seconds - 1));
    }

    /** When requests come, at random, seconds from the start. */
    double[] times(long seed) {
        Random random = new Random(seed);
        List<Double> times = new ArrayList<>();
        double now = 0;
        while (true) {
            now -= Math.log(1 - random.nextDouble()) / high;
            if (now >= seconds) {
                return times.stream().mapToDouble(time -> time).toArray();
            }
            if (random.nextDouble() * high < rate(now)) {
                times.add(now);
            }
        }
    }
}
