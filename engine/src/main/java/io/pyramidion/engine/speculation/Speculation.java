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

import io.pyramidion.engine.InvalidRequestException;

/**
 * Which models speculate for a request, and how far ahead. Never changes a text: it is lossless.
 *
 * @param useDraft whether the draft model proposes
 * @param useQualifier whether the qualifier stands between draft and target, or proposes itself
 *     when there is no draft
 * @param draftLength tokens that the draft proposes per inner round (the paper's l_D), at least 1
 * @param qualifierLength tokens that stand before the target verifies them (the paper's l_Q), at
 *     least 1
 */
public record Speculation(
        boolean useDraft, boolean useQualifier, int draftLength, int qualifierLength) {

    /** Plain decoding: one token per forward pass of the target. */
    public static final Speculation OFF = new Speculation(false, false, 1, 1);

    public Speculation {
        check(draftLength, "speculation.draft_length");
        check(qualifierLength, "speculation.qualifier_length");
    }

    /** Whether any model proposes. */
    public boolean enabled() {
        return useDraft || useQualifier;
    }

    private static void check(int length, String field) {
        if (length < 1) {
            throw new InvalidRequestException(
                    field, field + " is " + length + "; allowed: at least 1");
        }
    }
}
