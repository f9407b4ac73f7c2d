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

import io.pyramidion.engine.sampling.TokenLogprobs;

import java.util.List;

/**
 * What a sequence generated since it was last asked.
 *
 * @param firstPosition position of the first of {@code tokenIds} among the generated tokens
 * @param firstCharacter where {@code text} begins in the sequence's text, in Unicode code points
 * @param tokenIds new token ids
 * @param text new text, whole characters only
 * @param logprobs one for each of {@code tokenIds}; empty unless the request asks for them
 * @param trace one for each of {@code tokenIds}, which together have the {@code text}; one of the
 *     token before them if there is only text; empty unless the request traces
 */
public record Delta(
        int firstPosition,
        int firstCharacter,
        int[] tokenIds,
        String text,
        List<TokenLogprobs> logprobs,
        List<TracedToken> trace) {

    public boolean isEmpty() {
        return tokenIds.length == 0 && text.isEmpty();
    }
}
