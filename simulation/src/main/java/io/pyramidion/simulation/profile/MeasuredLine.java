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

import java.util.Arrays;

/**
 * Straight lines between measured numbers of tokens, the last line drawn on.
 *
 * @param positions tokens fed, rising
 * @param millis of a pass of so many, never falling
 */
record MeasuredLine(int[] positions, double[] millis) {

    double millis(int count) {
        if (positions.length == 1) {
            return millis[0];
        }
        int found = Arrays.binarySearch(positions, count);
        int after = found >= 0 ? found : -found - 1;
        int high = Math.min(Math.max(after, 1), positions.length - 1);
        int low = high - 1;
        double slope = (millis[high] - millis[low]) / (positions[high] - positions[low]);
        return Math.max(0, millis[low] + slope * (count - positions[low]));
    }
}
