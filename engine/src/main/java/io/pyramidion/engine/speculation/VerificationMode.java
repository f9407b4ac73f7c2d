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

import java.util.Locale;

/** Who decides which proposed tokens stand (PyramidSD, section 3.3). */
public enum VerificationMode {

    /** The target's own draw, at every position: lossless. */
    EXACT,

    /** PSD_A: the qualifier's own draws, as long as the target's distribution is near. */
    ASSISTED,

    /** PSD_F: nearness of the distributions at both stages. */
    FUZZY;

    /** The name in requests, options and results. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
