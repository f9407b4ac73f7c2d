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
package io.pyramidion.simulation.profile;

import io.pyramidion.engine.speculation.ModelRole;

import java.util.List;
import java.util.Map;

/**
 * A machine with the models on it. Immutable.
 *
 * @param name for reports
 * @param about where the numbers come from
 * @param roundMillis what a round takes beside its passes, at least 0
 * @param models the target's cost, and those of draft and qualifier where the family has them
 * @param kinds what the family's requests are like; at least one, at most {@link #MAX_KINDS}
 */
public record CostProfile(
        String name,
        String about,
        double roundMillis,
        Map<ModelRole, PassCost> models,
        List<TextKind> kinds) {

    /** Most kinds: the seed of a request has room for the number of one of these. */
    public static final int MAX_KINDS = 256;

    public CostProfile {
        models = Map.copyOf(models);
        kinds = List.copyOf(kinds);
    }

    public boolean has(ModelRole role) {
        return models.containsKey(role);
    }

    /** Milliseconds of a pass of a model that {@link #has} a cost. */
    public double millis(ModelRole role, PassShape pass) {
        return models.get(role).millis(pass);
    }
}
