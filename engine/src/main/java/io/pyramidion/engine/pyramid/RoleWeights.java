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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.speculation.ModelRole;

import java.io.Serializable;

/**
 * The type of the weights of each model of a pyramid. The target's decides the text; those of
 * qualifier and draft decide only how often and how fast they guess it, as long as speculation is
 * exact. A type for a model that is not there says nothing.
 *
 * @param target type of the target's weights
 * @param qualifier type of the qualifier's weights
 * @param draft type of the draft's weights
 */
public record RoleWeights(Precision target, Precision qualifier, Precision draft)
        implements Serializable {

    /** For each model what suits the device. */
    public static final RoleWeights AUTO = all(Precision.AUTO);

    /** One type for all models. */
    public static RoleWeights all(Precision precision) {
        return new RoleWeights(precision, precision, precision);
    }

    /** The type of the weights of a role's model. */
    Precision of(ModelRole role) {
        return switch (role) {
            case TARGET -> target;
            case QUALIFIER -> qualifier;
            case DRAFT -> draft;
        };
    }
}
