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

import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.DecoderOptions;
import io.pyramidion.engine.model.HeadNorm;
import io.pyramidion.engine.model.RopeSettings;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A decoder's configuration as the program's {@code begin} takes it.
 *
 * @param shape whole numbers
 * @param scalars factors, and one of each rotary table
 * @param frequencies of each rotary table, one table behind the other
 */
record ProgramShape(long[] shape, double[] scalars, double[] frequencies) {

    static ProgramShape of(DecoderConfig config) {
        DecoderOptions options = config.options();
        List<RopeSettings> tables = config.ropes().stream().distinct().toList();
        LongStream shape =
                LongStream.of(
                        config.layers(),
                        config.heads(),
                        config.kvHeads(),
                        config.headDim(),
                        config.maxPositions(),
                        config.rotatedDims(),
                        options.activation().ordinal(),
                        options.normFromOne() ? 1 : 0,
                        config.headNorm() == HeadNorm.ALL ? 1 : 0,
                        tables.size());
        LongStream ofLayers =
                LongStream.concat(
                        config.windows().stream().mapToLong(Integer::longValue),
                        config.ropes().stream().mapToLong(tables::indexOf));
        DoubleStream scalars =
                DoubleStream.of(
                        config.rmsNormEps(),
                        options.embeddingFactor(),
                        options.queryFactor(),
                        options.residualFactor(),
                        options.logitDivisor());
        return new ProgramShape(
                LongStream.concat(shape, ofLayers).toArray(),
                DoubleStream.concat(
                                scalars,
                                tables.stream()
                                        .mapToDouble(rope -> rope.scaling().attentionFactor()))
                        .toArray(),
                tables.stream()
                        .map(rope -> rope.inverseFrequencies(config.rotatedDims()))
                        .flatMapToDouble(ProgramShape::wide)
                        .toArray());
    }

    private static DoubleStream wide(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return DoubleStream.of(wide);
    }
}
