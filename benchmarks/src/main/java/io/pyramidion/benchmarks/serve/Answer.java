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

import java.util.List;

/**
 * What a request was answered with, and when. Times in milliseconds from when it was due to be
 * sent, as whoever reads the deltas sees them.
 *
 * @param id the request's
 * @param ttft until its first token
 * @param endToEnd until its last
 * @param finishReason as in its last delta
 */
record Answer(
        String id,
        Planned request,
        double ttft,
        double endToEnd,
        List<Integer> tokens,
        String finishReason) {

    /** Time for each token after the first; 0 if there is none. */
    double tpot() {
        return tokens.size() < 2 ? 0 : (endToEnd - ttft) / (tokens.size() - 1);
    }

    /** Whether it has the whole text. */
    boolean isWhole() {
        return finishReason.equals("stop") || finishReason.equals("length");
    }
}
