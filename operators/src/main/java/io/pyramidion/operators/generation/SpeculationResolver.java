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
package io.pyramidion.operators.generation;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.SpeculationPreference;

import java.util.List;
import java.util.Set;

/** Decides who speculates for a request: what it prefers, within what the job has. */
final class SpeculationResolver {

    private static final String DRAFT = "draft";
    private static final String QUALIFIER = "qualifier";

    private final SpeculationSettings job;
    private final Set<String> available;

    SpeculationResolver(SpeculationSettings job, boolean hasDraft, boolean hasQualifier) {
        this.job = job;
        this.available =
                hasDraft
                        ? hasQualifier ? Set.of(DRAFT, QUALIFIER) : Set.of(DRAFT)
                        : hasQualifier ? Set.of(QUALIFIER) : Set.of();
    }

    /**
     * @param preference the request's, or null
     * @throws InvalidRequestException naming the field that the job cannot follow
     */
    Speculation resolve(SpeculationPreference preference) {
        if (preference == null) {
            return job.enabled()
                    ? with(available, job.draftLength(), job.qualifierLength())
                    : Speculation.OFF;
        }
        Set<String> models = models(preference.getModels());
        int draftLength =
                length(preference.getDraftLength(), job.draftLength(), "speculation.draft_length");
        int qualifierLength =
                length(
                        preference.getQualifierLength(),
                        job.qualifierLength(),
                        "speculation.qualifier_length");
        return enabled(preference.getMode())
                ? with(models, draftLength, qualifierLength)
                : Speculation.OFF;
    }

    private boolean enabled(String mode) {
        if (mode == null) {
            return job.enabled();
        }
        return switch (mode) {
            case "exact" -> true;
            case "off" -> false;
            case "assisted", "fuzzy" ->
                    throw new InvalidRequestException(
                            "speculation.mode",
                            "speculation.mode is " + mode + ", which is not supported yet");
            default ->
                    throw new InvalidRequestException(
                            "speculation.mode",
                            "speculation.mode is " + mode + "; allowed: off, exact");
        };
    }

    private Set<String> models(List<String> wanted) {
        if (wanted == null) {
            return available;
        }
        for (String model : wanted) {
            if (!available.contains(model)) {
                throw new InvalidRequestException(
                        "speculation.models",
                        "speculation.models names "
                                + model
                                + "; this job has: "
                                + (available.isEmpty()
                                        ? "none of them"
                                        : String.join(", ", available.stream().sorted().toList())));
            }
        }
        return Set.copyOf(wanted);
    }

    private int length(Integer wanted, int jobs, String field) {
        if (wanted == null) {
            return jobs;
        }
        if (wanted < 1 || wanted > SpeculationSettings.LONGEST) {
            throw new InvalidRequestException(
                    field,
                    field + " is " + wanted + "; allowed: 1 to " + SpeculationSettings.LONGEST);
        }
        return wanted;
    }

    private static Speculation with(Set<String> models, int draftLength, int qualifierLength) {
        return models.isEmpty()
                ? Speculation.OFF
                : new Speculation(
                        models.contains(DRAFT),
                        models.contains(QUALIFIER),
                        draftLength,
                        qualifierLength);
    }
}
