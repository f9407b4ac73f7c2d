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

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.LlamaWeights;
import io.pyramidion.engine.model.ModelDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Which type of weights a draft or qualifier proposes fastest with, where nobody says: the model,
 * or the first layers of a large one, is loaded with each type and timed. A type with fewer bits is
 * right less often, so it must be faster by a margin. Owns what it loads for the trial, and closes
 * it; a shape is tried once.
 *
 * <p>A small model is not tried: the number of its operators decides there, not their weights. For
 * such a model the choice never depends on the clock.
 */
final class FastestWeights {

    private static final Logger LOG = LoggerFactory.getLogger(FastestWeights.class);

    /** Weights below which a model is not tried. */
    static final long SMALL = 8_000_000;

    /** Weights that are tried at most: more than a processor's cache holds, and loaded soon. */
    private static final long LARGE = 64_000_000;

    /** Layers that are tried at least, however large they are. */
    private static final int LAYERS = 4;

    private static final List<Precision> TYPES =
            List.of(Precision.AUTO, Precision.INT8, Precision.INT4);

    /** A type that was tried. */
    private record Trial(Precision wanted, Precision type, double millis) {

        /** Its time, with what its rejected tokens cost at most. */
        double cost() {
            return millis * allowance(wanted);
        }
    }

    private final ToDoubleFunction<Decoder> clock;
    private final Map<DecoderConfig, Precision> known = new ConcurrentHashMap<>();

    /**
     * @param clock milliseconds of a model's passes
     */
    FastestWeights(ToDoubleFunction<Decoder> clock) {
        this.clock = clock;
    }

    /**
     * The type to load a proposer with; {@link Precision#AUTO} stands for what the device computes
     * natively.
     *
     * @param loader loads a model with weights of a type
     * @throws io.pyramidion.engine.model.ModelException if the model cannot be loaded
     */
    Precision of(ModelDirectory model, BiFunction<ModelDirectory, Precision, Decoder> loader) {
        return weights(model.config()) < SMALL
                ? Precision.AUTO
                : known.computeIfAbsent(model.config(), config -> tried(model, loader));
    }

    private static ModelDirectory beginning(ModelDirectory model) {
        ModelDirectory part = model;
        int layers = model.config().layers();
        while (layers > LAYERS && weights(part.config()) > LARGE) {
            layers--;
            part = model.withLayers(layers);
        }
        return part;
    }

    private static long weights(DecoderConfig config) {
        return LlamaWeights.shapes(config).values().stream()
                .mapToLong(shape -> LongStream.of(shape).reduce(1, Math::multiplyExact))
                .sum();
    }

    private Precision tried(
            ModelDirectory model, BiFunction<ModelDirectory, Precision, Decoder> loader) {
        ModelDirectory part = beginning(model);
        List<Trial> trials = new ArrayList<>();
        for (Precision wanted : TYPES) {
            try (Decoder decoder = loader.apply(part, wanted)) {
                trials.add(new Trial(wanted, decoder.precision(), clock.applyAsDouble(decoder)));
            }
        }
        Trial best = trials.get(0);
        for (Trial trial : trials) {
            best = trial.cost() < best.cost() ? trial : best;
        }
        LOG.info(
                "{}: weights in {}; {} of {} layers took {}",
                model.name(),
                best.type(),
                part.config().layers(),
                model.config().layers(),
                String.join(
                        ", ",
                        trials.stream()
                                .map(trial -> "%.2f ms in %s".formatted(trial.millis, trial.type))
                                .toList()));
        return best.wanted();
    }

    /**
     * By how much a type must be faster than float32 and bfloat16. Of the bundled target's
     * likeliest tokens int8 changes 4 of 100, int4 8 ({@code bench weights}). If each change cost a
     * token that stood, of four drafted tokens of which 80 % stand a round would keep 6 and 12 %
     * less; where drafting takes half of a round, a draft that is faster by 15 and 35 % makes up
     * for that. What bundled proposers lose is less: nothing that could be measured.
     */
    private static double allowance(Precision type) {
        return switch (type) {
            case AUTO, FLOAT32, BFLOAT16 -> 1;
            case INT8 -> 1.15;
            case INT4 -> 1.35;
        };
    }
}
