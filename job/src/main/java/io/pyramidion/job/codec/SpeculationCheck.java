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
package io.pyramidion.job.codec;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.schemas.SpeculationPreference;

import java.util.List;
import java.util.Set;

/** Checks a request's speculation preference against what the job has. */
final class SpeculationCheck {

    private static final Set<String> MODES = Set.of("off", "exact");
    private static final Set<String> LATER_MODES = Set.of("assisted", "fuzzy");

    private final RequestLimits limits;

    SpeculationCheck(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks a preference; null is none.
     *
     * @throws InvalidRequestException naming the first field at fault
     */
    void check(SpeculationPreference preference) {
        if (preference == null) {
            return;
        }
        checkMode(preference.getMode());
        if (preference.getModels() != null) {
            checkModels(preference.getModels());
        }
        checkLengths(preference);
    }

    private static void checkMode(String mode) {
        String field = "speculation.mode";
        if (mode != null && LATER_MODES.contains(mode)) {
            throw new InvalidRequestException(
                    field, field + " " + mode + " is not supported yet; allowed: off, exact");
        }
        if (mode != null && !MODES.contains(mode)) {
            throw new InvalidRequestException(
                    field, field + " is " + StrictText.shown(mode) + "; allowed: off, exact");
        }
    }

    private void checkModels(List<String> models) {
        String field = "speculation.models";
        for (String model : models) {
            if (!limits.speculators().contains(model)) {
                String allowed =
                        limits.speculators().isEmpty()
                                ? "none, the job has the target alone"
                                : "any of " + String.join(", ", limits.speculators());
                throw new InvalidRequestException(
                        field, field + " has " + StrictText.shown(model) + "; allowed: " + allowed);
            }
        }
    }

    private void checkLengths(SpeculationPreference preference) {
        int draft = within(preference.getDraftLength(), limits.draftLength(), "draft_length");
        int qualifier =
                within(
                        preference.getQualifierLength(),
                        limits.qualifierLength(),
                        "qualifier_length");
        new Speculation(true, true, draft, qualifier);
    }

    private static int within(Integer length, int most, String name) {
        if (length == null) {
            return most;
        }
        if (length > most) {
            String field = "speculation." + name;
            throw new InvalidRequestException(
                    field, field + " is " + length + "; allowed: 1 to " + most);
        }
        return length;
    }
}
