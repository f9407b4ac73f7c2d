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
package io.pyramidion.benchmarks.family;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.engine.inflate.KnownShape;
import io.pyramidion.engine.inflate.ModelShape;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.speculation.ModelRole;

/** To which sizes a family of models is enlarged, in memory, before it is measured. */
public enum InflatedFamily {
    /** As it is. */
    NONE,
    /** About 110, 41 and 14 million weights: the paper's ratio, 8 : 3 : 1, for a CPU. */
    M110,
    /** The paper's own: Llama 3.1 8B, Llama 3.2 3B and 1B. */
    PAPER;

    private static final int MIN_HEAD_DIM = 32;

    /** Parses the name in options. */
    static InflatedFamily of(String name) {
        return switch (name) {
            case "none" -> NONE;
            case "110m" -> M110;
            case "paper" -> PAPER;
            default ->
                    throw new BenchException(
                            "--inflate is " + name + "; allowed: none, 110m, paper");
        };
    }

    /** The shape that a model of the family is enlarged to. */
    public ModelShape shape(ModelRole role, DecoderConfig config) {
        int vocabulary = config.vocabSize();
        return switch (this) {
            case NONE -> ModelShape.of(config);
            case M110 ->
                    switch (role) {
                        case TARGET -> grown(config, 768, 16).reading(110_000_000, vocabulary);
                        case QUALIFIER -> grown(config, 512, 12).reading(41_000_000, vocabulary);
                        case DRAFT -> grown(config, 384, 7).reading(14_000_000, vocabulary);
                    };
            case PAPER ->
                    switch (role) {
                        case TARGET -> KnownShape.LLAMA_3_1_8B.withVocabulary(vocabulary);
                        case QUALIFIER -> KnownShape.LLAMA_3_2_3B.withVocabulary(vocabulary);
                        case DRAFT -> KnownShape.LLAMA_3_2_1B.withVocabulary(vocabulary);
                    };
        };
    }

    /** As many heads as the width has room for, in groups as large as the source's. */
    private static ModelShape grown(DecoderConfig config, int hidden, int layers) {
        int headDim = config.headDim();
        while (headDim < MIN_HEAD_DIM) {
            // By 4, so that the attention's scale stays a power of two.
            headDim *= 4;
        }
        int group = config.heads() / config.kvHeads();
        int kvHeads = Math.max(config.kvHeads(), hidden / (headDim * group));
        return new ModelShape(
                hidden, layers, kvHeads * group, kvHeads, headDim, config.intermediateSize());
    }

    @Override
    public String toString() {
        return switch (this) {
            case NONE -> "as they are";
            case M110 -> "inflated to about 110, 41 and 14 million weights";
            case PAPER -> "inflated to the shapes of Llama 3.1 8B, 3.2 3B and 3.2 1B";
        };
    }
}
