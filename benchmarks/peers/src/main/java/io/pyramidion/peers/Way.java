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
package io.pyramidion.peers;

import java.util.Locale;

/**
 * What is measured: a row of the table.
 *
 * @param weights type of the weights, by the engine's own name
 * @param draftLength most tokens that the draft proposes at a time; 0 without a draft
 */
record Way(Engine engine, String weights, int draftLength) {

    boolean isPeer() {
        return engine != Engine.PYRAMIDION;
    }

    @Override
    public String toString() {
        String plain = engine + " " + weights.toLowerCase(Locale.ROOT);
        return draftLength == 0 ? plain : plain + ", draft ℓ " + draftLength;
    }
}
