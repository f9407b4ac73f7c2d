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
 * How far ahead a sequence speculates in the round at hand: the lengths it asks for (PyramidSD,
 * section 3.2: l_D drafted tokens at a time until exactly l_Q stand), cut to what max_tokens and
 * the context still allow.
 */
final class Lookahead {

    private Lookahead() {}

    /** Candidates still to come before the target verifies; 0 once all stand. */
    static int missing(Sequence sequence) {
        Speculation speculation = sequence.speculation();
        if (!speculation.enabled() || ends(sequence)) {
            return 0;
        }
        int length =
                speculation.useQualifier()
                        ? speculation.qualifierLength()
                        : speculation.draftLength();
        return Math.max(0, Math.min(length, sequence.room()) - sequence.tokens().candidates());
    }

    /** Tokens that the draft shall propose next. */
    static int proposals(Sequence sequence) {
        Speculation speculation = sequence.speculation();
        if (!speculation.useDraft()) {
            return 0;
        }
        int missing = missing(sequence);
        if (!speculation.useQualifier()) {
            return missing;
        }
        // The qualifier adds a token of its own to whatever it accepts.
        return Math.min(speculation.draftLength(), Math.max(0, missing - 1));
    }

    /** Whether the last candidate would end the generation: nothing may follow it. */
    private static boolean ends(Sequence sequence) {
        TokenBuffer tokens = sequence.tokens();
        return tokens.candidates() > 0 && sequence.endsWith(tokens.get(tokens.standing() - 1));
    }
}
