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

import java.util.Arrays;
import java.util.List;

/**
 * What one contender did with one series of requests.
 *
 * @param tokens that came while the batch was full
 * @param nanos how long it was full
 * @param rounds in that time
 * @param decisions in that time
 * @param predictions in that time; none of a policy that makes none
 * @param texts tokens of every request, in the requests' order
 */
record Turn(
        long tokens,
        long nanos,
        long rounds,
        Decisions decisions,
        Predictions predictions,
        List<int[]> texts) {

    double tokensPerSecond() {
        return tokens * 1e9 / nanos;
    }

    /** How many texts differ from another turn's with the same requests. */
    int differing(Turn other) {
        int differing = 0;
        for (int i = 0; i < texts.size(); i++) {
            differing += Arrays.equals(texts.get(i), other.texts.get(i)) ? 0 : 1;
        }
        return differing;
    }
}
