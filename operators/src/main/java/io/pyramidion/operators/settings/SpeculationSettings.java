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
package io.pyramidion.operators.settings;

import java.io.Serializable;

/**
 * How a job speculates unless a request says otherwise. Speculation never changes a text.
 *
 * @param enabled whether to speculate at all, with every model that the job has
 * @param draftLength tokens that the draft proposes per inner round
 * @param qualifierLength tokens that stand before the target verifies them
 */
public record SpeculationSettings(boolean enabled, int draftLength, int qualifierLength)
        implements Serializable {

    /** Greatest length of either kind, for a job as for a request. */
    public static final int LONGEST = 64;

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public SpeculationSettings {
        Limits.between(1, LONGEST, draftLength, "speculation.draft-length");
        Limits.between(1, LONGEST, qualifierLength, "speculation.qualifier-length");
    }
}
