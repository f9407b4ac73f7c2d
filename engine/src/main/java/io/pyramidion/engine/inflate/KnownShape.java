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

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shapes of published models, by the names that people call them. */
public enum KnownShape {
    LLAMA_3_2_1B("llama-3.2-1b", new ModelShape(2048, 16, 32, 8, 64, 8192)),
    LLAMA_3_2_3B("llama-3.2-3b", new ModelShape(3072, 28, 24, 8, 128, 8192)),
    LLAMA_3_1_8B("llama-3.1-8b", new ModelShape(4096, 32, 32, 8, 128, 14336));

    private static final int VOCABULARY = 128_256;

    private final String id;
    private final ModelShape shape;

    KnownShape(String id, ModelShape shape) {
        this.id = id;
        this.shape = shape;
    }

    /** The shape of a name, in any case. */
    public static Optional<KnownShape> named(String name) {
        return Arrays.stream(values()).filter(known -> known.id.equalsIgnoreCase(name)).findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(known -> known.id).collect(Collectors.joining(", "));
    }

    /**
     * The shape with a vocabulary of another size. A forward pass reads as many weights as the
     * published model's: what the output embedding lacks, the FFN has more.
     */
    public ModelShape withVocabulary(int vocabulary) {
        return shape.reading(shape.weights(VOCABULARY), vocabulary);
    }

    @Override
    public String toString() {
        return id;
    }
}
