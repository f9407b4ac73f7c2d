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
package io.pyramidion.engine.model;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The function between the two products of a feed-forward block. */
public enum Activation {
    /** x times the logistic function of x. */
    SILU("silu", "swish"),
    /** GELU with its normal distribution taken from the hyperbolic tangent. */
    GELU_TANH("gelu_pytorch_tanh");

    private final Set<String> names;

    Activation(String... names) {
        this.names = Set.of(names);
    }

    /** By transformers' name for it. */
    static Optional<Activation> named(String name) {
        return Stream.of(values()).filter(a -> a.names.contains(name)).findFirst();
    }

    static String allowed() {
        return Stream.of(values())
                .flatMap(activation -> activation.names.stream().sorted())
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(", "));
    }
}
