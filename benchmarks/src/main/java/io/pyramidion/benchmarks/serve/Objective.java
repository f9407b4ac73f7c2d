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

/**
 * What a request of a class wants, milliseconds; infinite where it wants nothing.
 *
 * @param ttft time to the first token, from when it was due to be sent
 * @param tpot time for each token after the first
 */
record Objective(double ttft, double tpot) {

    static final Objective NONE = new Objective(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    boolean isMet(Answer answer) {
        return answer.ttft() <= ttft && answer.tpot() <= tpot;
    }

    boolean isAny() {
        return Double.isFinite(ttft) || Double.isFinite(tpot);
    }
}
