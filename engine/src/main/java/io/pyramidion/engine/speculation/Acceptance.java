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
package io.pyramidion.engine.speculation;

/**
 * Which proposed tokens stand: those that the verifier drew itself, and those whose distribution is
 * near enough to the verifier's.
 *
 * <p>FSD (arXiv 2502.20704, section 3) rejects a far token even if the verifier draws the same one
 * in its place. Here it stands, and verification continues behind it: the text is the same, and a
 * limit of 0 is exact verification.
 */
final class Acceptance {

    private Acceptance() {}

    /**
     * Length of the leading run of tokens that stand.
     *
     * @param from index of the first token under test
     * @param count tokens under test
     * @param drawn the verifier's draws
     * @param at index of the first of them
     * @param limit largest divergence that counts as near
     */
    static int count(
            TokenBuffer tokens, int from, int count, StageDraws drawn, int at, double limit) {
        int standing = 0;
        while (standing < count
                && (tokens.get(from + standing) == drawn.tokens()[at + standing]
                        || drawn.divergences()[at + standing] <= limit)) {
            standing++;
        }
        return standing;
    }
}
