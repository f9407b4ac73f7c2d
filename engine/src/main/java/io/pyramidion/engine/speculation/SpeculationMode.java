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

import java.util.Arrays;
import java.util.Optional;

/**
 * How a request is decoded, from the target alone to the freest verification: who decides which
 * proposed tokens stand (PyramidSD, section 3.3).
 */
public enum SpeculationMode {

    /** Plain decoding with the target alone. */
    OFF("off"),

    /** The target's own draw stands, at every position: lossless. */
    EXACT("exact"),

    /** The qualifier's own draws stand while the target's distribution is near: PSD_A. */
    ASSISTED("assisted"),

    /** Proposals stand while the distributions are near, at both stages: PSD_F. */
    FUZZY("fuzzy");

    private final String wireName;

    SpeculationMode(String wireName) {
        this.wireName = wireName;
    }

    /** The mode of a wire name, if there is one of that name. */
    public static Optional<SpeculationMode> of(String wireName) {
        return Arrays.stream(values()).filter(mode -> mode.wireName.equals(wireName)).findFirst();
    }

    /** Whether this mode gives up more of the target's say than another one. */
    public boolean isFreerThan(SpeculationMode other) {
        return ordinal() > other.ordinal();
    }

    /** The name in requests, options and results. */
    @Override
    public String toString() {
        return wireName;
    }
}
