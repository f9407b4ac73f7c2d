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

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which models make up a pyramid, and how they are loaded. Equal specs share one loaded copy.
 *
 * @param target directory of the model whose text is generated
 * @param qualifier directory of the model between, if any
 * @param draft directory of the smallest model, if any
 * @param weights type of the weights of each model
 * @param threads threads inside one operation of a forward pass
 */
public record PyramidSpec(
        Path target,
        Optional<Path> qualifier,
        Optional<Path> draft,
        RoleWeights weights,
        int threads) {

    public PyramidSpec {
        target = target.toAbsolutePath().normalize();
        qualifier = qualifier.map(path -> path.toAbsolutePath().normalize());
        draft = draft.map(path -> path.toAbsolutePath().normalize());
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; allowed: at least 1");
        }
    }
}
