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
package io.pyramidion.engine.decoder;

import java.util.List;

/**
 * What one sequence feeds in a forward pass: some tokens that follow what its KV slot holds.
 *
 * @param slot the sequence's KV slot
 * @param firstPosition position of the first of {@code tokens} in the sequence
 * @param tokens token ids, at least one
 * @param draws what to draw after the last {@code draws.size()} of the tokens, in their order
 */
public record Row(int slot, int firstPosition, int[] tokens, List<Draw> draws) {

    int end() {
        return firstPosition + tokens.length;
    }
}
