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
import java.util.Locale;
import java.util.Optional;

/** Who proposes for a sequence in a round. */
public enum Arm {
    /** Nobody: plain decoding. */
    OFF,
    /** Guesses from the text itself, which the target verifies. */
    PROMPT_LOOKUP,
    DRAFT_TARGET,
    QUALIFIER_TARGET,
    DRAFT_QUALIFIER_TARGET;

    /** The arm of a name; empty if there is none. */
    public static Optional<Arm> find(String name) {
        return Arrays.stream(values()).filter(arm -> arm.wireName().equals(name)).findFirst();
    }

    /** The stage that the target's verification of its proposals counts for. */
    public AcceptanceStage lastStage() {
        return switch (this) {
            case OFF, PROMPT_LOOKUP -> AcceptanceStage.PROMPT_LOOKUP;
            case DRAFT_TARGET -> AcceptanceStage.DRAFT_TARGET;
            case QUALIFIER_TARGET, DRAFT_QUALIFIER_TARGET -> AcceptanceStage.QUALIFIER_TARGET;
        };
    }

    /** The name in results and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
