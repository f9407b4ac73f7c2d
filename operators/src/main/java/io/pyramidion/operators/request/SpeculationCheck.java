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
package io.pyramidion.operators.request;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.SpeculationPreference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a request may ask of speculation: as much freedom as the job allows or less, and nothing
 * that contradicts itself. Needs no model.
 */
final class SpeculationCheck {

    private final SpeculationSettings job;
    private final Set<ModelRole> speculators;
    private final SpeculationResolver resolver;

    /**
     * @param speculators models that the job has below the target
     */
    SpeculationCheck(SpeculationSettings job, Set<ModelRole> speculators) {
        this.job = job;
        this.speculators = Set.copyOf(speculators);
        this.resolver = new SpeculationResolver(job, speculators);
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
        SpeculationMode mode = mode(preference.getMode());
        checkModels(preference.getModels());
        checkTolerance(preference, mode);
        checkLengths(preference);
        checkDivergence(preference.getDivergence(), mode);
        refuseIf(
                mode == SpeculationMode.OFF && Boolean.TRUE.equals(preference.getAdaptive()),
                "adaptive",
                () -> true,
                () -> "false in mode off, where nothing is proposed");
    }

    private SpeculationMode mode(String wanted) {
        if (wanted == null) {
            return job.mode();
        }
        return SpeculationMode.of(wanted)
                .filter(mode -> !mode.isFreerThan(job.allowedMode()))
                .orElseThrow(
                        () -> {
                            String allowed =
                                    Arrays.stream(SpeculationMode.values())
                                            .filter(mode -> !mode.isFreerThan(job.allowedMode()))
                                            .map(SpeculationMode::toString)
                                            .collect(Collectors.joining(", "));
                            return refused("mode", ShownText.of(wanted), allowed);
                        });
    }

    private void checkModels(List<String> wanted) {
        List<String> allowed = speculators.stream().sorted().map(ModelRole::wireName).toList();
        for (String model : wanted == null ? List.<String>of() : wanted) {
            if (!allowed.contains(model)) {
                throw refused(
                        "models",
                        ShownText.of(model),
                        allowed.isEmpty()
                                ? "none, since the job has only the target"
                                : "any of " + String.join(", ", allowed));
            }
        }
    }

    private void checkLengths(SpeculationPreference preference) {
        boolean adaptive = resolver.adapts(preference);
        Integer draft = preference.getDraftLength();
        Integer qualifier = preference.getQualifierLength();
        checkLength(draft, job.draftLength(adaptive), "draft_length");
        checkLength(qualifier, job.qualifierLength(adaptive), "qualifier_length");
        boolean both =
                speculates(ModelRole.DRAFT, preference)
                        && speculates(ModelRole.QUALIFIER, preference);
        if (both && draft != null && qualifier != null && draft > qualifier) {
            throw refused("draft_length", draft, "at most qualifier_length, which is " + qualifier);
        }
    }

    private boolean speculates(ModelRole model, SpeculationPreference preference) {
        List<String> wanted = preference.getModels();
        return wanted == null ? speculators.contains(model) : wanted.contains(model.wireName());
    }

    private static void checkLength(Integer length, int max, String name) {
        if (length != null && (length < 1 || length > max)) {
            throw refused(name, length, "1 to " + max);
        }
    }

    private void checkTolerance(SpeculationPreference preference, SpeculationMode mode) {
        Double qualifier = preference.getTauQualifier();
        Double target = preference.getTauTarget();
        boolean forced = Boolean.TRUE.equals(preference.getForce());
        if (mode != SpeculationMode.FUZZY) {
            refuseIf(
                    qualifier != null,
                    "tau_qualifier",
                    () -> qualifier,
                    () -> "only in mode fuzzy");
            refuseIf(forced, "force", () -> true, () -> "only in mode fuzzy");
        }
        boolean tolerant = mode.isFreerThan(SpeculationMode.EXACT);
        refuseIf(
                target != null && !tolerant,
                "tau_target",
                () -> target,
                () -> "only in modes assisted and fuzzy");
        checkTau(qualifier, job.tauQualifier(), "tau_qualifier");
        checkTau(target, job.tauTarget(), "tau_target");
        refuseIf(
                !forced && qualifier != null && target != null && qualifier > target,
                "tau_qualifier",
                () -> qualifier,
                () -> "at most tau_target, which is " + target + ", unless force is true");
    }

    private static void checkTau(Double tau, double max, String name) {
        refuseIf(tau != null && !(tau >= 0 && tau <= max), name, () -> tau, () -> "0 to " + max);
    }

    /** Another one cannot be held against the job's limits. */
    private void checkDivergence(String wanted, SpeculationMode mode) {
        if (wanted == null) {
            return;
        }
        refuseIf(
                !mode.isFreerThan(SpeculationMode.EXACT),
                "divergence",
                () -> ShownText.of(wanted),
                () -> "only in modes assisted and fuzzy");
        String jobs = job.divergence().wireName();
        refuseIf(
                !wanted.equals(jobs),
                "divergence",
                () -> ShownText.of(wanted),
                () -> jobs + ", which the job uses");
    }

    private static void refuseIf(
            boolean refused, String name, Supplier<?> value, Supplier<String> allowed) {
        if (refused) {
            throw refused(name, value.get(), allowed.get());
        }
    }

    private static InvalidRequestException refused(String name, Object value, String allowed) {
        String field = "speculation." + name;
        return new InvalidRequestException(field, field + " is " + value + "; allowed: " + allowed);
    }
}
