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

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.engine.speculation.Tolerance;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.SpeculationPreference;

import java.util.List;
import java.util.Set;

/**
 * Decides how a request is speculated on: as it prefers, as far as the job goes. {@link
 * SpeculationCheck} has refused what goes further; here it is cut, for a generation may come from
 * the checkpoint of a job that went further than this one.
 */
final class SpeculationResolver {

    private final SpeculationSettings job;
    private final Set<ModelRole> speculators;

    /**
     * @param speculators models that the job has below the target
     */
    SpeculationResolver(SpeculationSettings job, Set<ModelRole> speculators) {
        this.job = job;
        this.speculators = Set.copyOf(speculators);
    }

    /**
     * @param preference the request's, or null
     */
    Speculation resolve(SpeculationPreference preference) {
        SpeculationPreference wanted =
                preference == null ? new SpeculationPreference() : preference;
        return untraced(wanted).traced(given(wanted.getTrace(), job.trace()));
    }

    private Speculation untraced(SpeculationPreference wanted) {
        SpeculationMode mode = mode(wanted.getMode());
        List<String> models = wanted.getModels();
        boolean draft = speculates(ModelRole.DRAFT, models);
        boolean qualifier = speculates(ModelRole.QUALIFIER, models);
        boolean lookup = given(wanted.getPromptLookup(), job.promptLookup());
        if (mode == SpeculationMode.OFF || !draft && !qualifier && !lookup) {
            return Speculation.OFF;
        }
        Tolerance tolerance = draft || qualifier ? tolerance(wanted, mode) : Tolerance.NONE;
        boolean adaptive = adapts(wanted, tolerance);
        int qualifierLength = atMost(wanted.getQualifierLength(), job.qualifierLength(adaptive));
        int draftLength = atMost(wanted.getDraftLength(), job.draftLength(adaptive));
        return new Speculation(
                draft,
                qualifier,
                draft && qualifier ? Math.min(draftLength, qualifierLength) : draftLength,
                qualifierLength,
                lookup,
                tolerance,
                adaptive);
    }

    /** Whether a preference, which passed every check but that of its lengths, lets them adapt. */
    boolean adapts(SpeculationPreference wanted) {
        List<String> models = wanted.getModels();
        boolean proposed =
                speculates(ModelRole.DRAFT, models) || speculates(ModelRole.QUALIFIER, models);
        Tolerance tolerance = proposed ? tolerance(wanted, mode(wanted.getMode())) : Tolerance.NONE;
        return adapts(wanted, tolerance);
    }

    /** Where no choice of lengths changes the text, it is the job's own by default. */
    private static boolean adapts(SpeculationPreference wanted, Tolerance tolerance) {
        return given(wanted.getAdaptive(), tolerance.mode() == SpeculationMode.EXACT);
    }

    private boolean speculates(ModelRole model, List<String> wanted) {
        return speculators.contains(model) && (wanted == null || wanted.contains(model.wireName()));
    }

    private SpeculationMode mode(String wanted) {
        SpeculationMode mode = SpeculationMode.of("" + wanted).orElse(job.mode());
        return mode.isFreerThan(job.allowedMode()) ? job.allowedMode() : mode;
    }

    private Tolerance tolerance(SpeculationPreference wanted, SpeculationMode mode) {
        if (!mode.isFreerThan(SpeculationMode.EXACT)) {
            return Tolerance.NONE;
        }
        double target = Math.min(given(wanted.getTauTarget(), job.tauTarget()), job.tauTarget());
        if (mode == SpeculationMode.ASSISTED) {
            return new Tolerance(0, target, job.divergence());
        }
        Double asked = wanted.getTauQualifier();
        double max = asked == null ? target : asked;
        return new Tolerance(Math.min(job.tauQualifier(), max), target, job.divergence());
    }

    private static int atMost(Integer wanted, int max) {
        return Math.min(given(wanted, max), max);
    }

    private static <T> T given(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
