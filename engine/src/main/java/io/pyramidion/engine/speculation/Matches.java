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

/** Verification in mode exact: a token is accepted if the verifier drew the same one itself. */
final class Matches {

    private Matches() {}

    /**
     * Length of the leading run of equal tokens.
     *
     * @param from index of the first token under test
     * @param count tokens under test
     * @param own the verifier's draws
     * @param at index of the first of them
     */
    static int count(TokenBuffer tokens, int from, int count, int[] own, int at) {
        int equal = 0;
        while (equal < count && tokens.get(from + equal) == own[at + equal]) {
            equal++;
        }
        return equal;
    }
}
