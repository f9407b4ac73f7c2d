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
package io.pyramidion.engine.inflate;

import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.Weights;

/** The weights of a model directory, whether its files hold them or a recipe that makes them. */
public final class DirectoryWeights {

    private DirectoryWeights() {}

    /**
     * Opens the weights; the caller closes them.
     *
     * @throws io.pyramidion.engine.model.ModelException if they are missing or damaged
     */
    public static Weights open(ModelDirectory directory) {
        return InflationRecipe.isIn(directory.path())
                ? directory.cut(InflationRecipe.read(directory.path()).open(directory))
                : directory.openWeights();
    }
}
