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
package io.pyramidion.engine.decoder;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In which type a model's weights are kept for computing. */
public enum Precision {
    /** {@link #BFLOAT16} where the processor computes it natively, else {@link #FLOAT32}. */
    AUTO,
    /** Everything in float32: the reference. */
    FLOAT32,
    /**
     * On the CPU, weights in bfloat16 with float32 activations, attention and KV cache; on one that
     * does not multiply in bfloat16, they are rounded to it but held in float32. On a GPU,
     * everything in bfloat16.
     */
    BFLOAT16,
    /**
     * On the CPU alone: the large weights in whole numbers of 8 bits, symmetric with a scale for
     * each output channel; activations are rounded to 8 bits on their way into such a product, each
     * row by its own reach, never by its companions'. On a processor without VNNI weights have 7
     * bits. Small weights, norms, attention and KV cache stay in float32, embeddings as they are in
     * the file.
     */
    INT8,
    /**
     * On the CPU alone: the large weights of the layers in 4 bits, with a step and a middle in
     * bfloat16 for every 32 inputs of an output, 5 bits in all; activations are rounded to bfloat16
     * on their way into such a product. The output head is in {@link #INT8}, as are weights whose
     * inputs do not fill such groups; the rest is as there.
     */
    INT4;

    /** The type that an option names, in capitals or not. */
    public static Optional<Precision> of(String name) {
        return Stream.of(values())
                .filter(precision -> precision.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** All names in options, for people. */
    public static String names() {
        return Stream.of(values()).map(Precision::toString).collect(Collectors.joining(", "));
    }

    /** The name in options. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
