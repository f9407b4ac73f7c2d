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

import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;
import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;

/** Which models a job runs. Directories are paths on the task managers. */
public final class ModelSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final String target;
    private final String qualifier;
    private final String draft;
    private final RoleWeights weights;
    private final int threads;

    /**
     * @param name what results call the model
     * @param target directory of the model whose text is generated
     * @param qualifier directory of the model between, if any
     * @param draft directory of the smallest model, if any
     * @param weights type of the weights of each model
     * @param threads threads inside one operation of a forward pass
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public ModelSettings(
            String name,
            Path target,
            Optional<Path> qualifier,
            Optional<Path> draft,
            RoleWeights weights,
            int threads) {
        ModelOptions.NAME.check(name);
        EngineOptions.THREADS.check(threads);
        this.name = name;
        this.target = target.toString();
        this.qualifier = qualifier.map(Path::toString).orElse(null);
        this.draft = draft.map(Path::toString).orElse(null);
        this.weights = weights;
        this.threads = threads;
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static ModelSettings of(ReadableConfig config) {
        return new ModelSettings(
                ModelOptions.name(config),
                Path.of(ModelOptions.TARGET.get(config)),
                ModelOptions.QUALIFIER.find(config).map(Path::of),
                ModelOptions.DRAFT.find(config).map(Path::of),
                ModelOptions.weights(config),
                EngineOptions.THREADS.get(config));
    }

    public String name() {
        return name;
    }

    /** What the engine loads. */
    public PyramidSpec pyramid() {
        return new PyramidSpec(
                Path.of(target),
                Optional.ofNullable(qualifier).map(Path::of),
                Optional.ofNullable(draft).map(Path::of),
                weights,
                threads);
    }
}
