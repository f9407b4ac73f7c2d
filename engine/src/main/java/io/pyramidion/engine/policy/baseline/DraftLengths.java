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
package io.pyramidion.engine.policy.baseline;

import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.Sequence;

/** What a policy that knows draft and target alone tries for a sequence. */
final class DraftLengths {

    private DraftLengths() {}

    /** Whether a policy may choose the lengths of a sequence. */
    static boolean isFree(Sequence sequence) {
        return sequence.speculation().adaptive();
    }

    /** Drafting {@code length} tokens, 0 for plain decoding, or what the request insists on. */
    static Lookahead of(Sequence sequence, int length) {
        if (!isFree(sequence)) {
            return Lookahead.of(sequence.speculation());
        }
        return length == 0 ? Lookahead.NONE : new Lookahead(true, false, false, length, length);
    }
}
