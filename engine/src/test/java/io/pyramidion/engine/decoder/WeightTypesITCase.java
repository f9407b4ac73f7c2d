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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Weights are kept, and multiplied, in the type that was asked for. Without this, every comparison
 * of a type with itself would pass in any other type as well.
 */
@TestInstance(Lifecycle.PER_CLASS)
class WeightTypesITCase {

    private static final Logger LOG = LoggerFactory.getLogger(WeightTypesITCase.class);
    private static final int VOCABULARY = 1024;
    private static final int HIDDEN = 384;
    private static final int INNER = 1024;
    private static final int LAYERS = 2;
    private static final long IN_A_LAYER = 4L * HIDDEN * HIDDEN + 3L * INNER * HIDDEN;
    private static final long IN_THE_LAYERS = LAYERS * IN_A_LAYER;
    private static final long IN_THE_HEAD = (long) VOCABULARY * HIDDEN;
    private static final long FINAL_NORM = 4L * HIDDEN;

    private final Random random = new Random(23);
    private final int[] tokens = random.ints(40, 0, VOCABULARY).toArray();

    private ModelDirectory model;
    private double[] exact;

    /** In the files is float32, of which every other type keeps less. */
    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        ObjectNode shape = RandomModel.shape(VOCABULARY, HIDDEN, INNER, 6, 6);
        new RandomModel(random).write(folder, shape);
        model = ModelDirectory.open(folder);
        exact = logits(Precision.FLOAT32);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void keepAsManyBytesAsTheTypeSays(Precision precision) {
        long[] kept = new long[1];
        load(
                        precision,
                        new LoadProgress() {
                            @Override
                            public void report(Path model, long read, long total) {}

                            @Override
                            public void loaded(Path model, Precision type, long bytes) {
                                assertThat(type).isEqualTo(precision);
                                kept[0] = bytes;
                            }
                        })
                .close();

        assertThat(kept[0]).isEqualTo(bytes(precision));
    }

    private static long bytes(Precision precision) {
        long embedding = 4 * IN_THE_HEAD;
        return FINAL_NORM
                + switch (precision) {
                    case FLOAT32 -> embedding + 4 * (IN_THE_LAYERS + IN_THE_HEAD);
                    case BFLOAT16 -> {
                        boolean multiplied = TorchRuntime.get().multipliesBfloat16();
                        long product = (multiplied ? 2 : 4) * (IN_THE_LAYERS + IN_THE_HEAD);
                        yield embedding / 2 + product;
                    }
                    case INT8 -> embedding + IN_THE_LAYERS + IN_THE_HEAD;
                    // Of 32 weights of a group there are 16 bytes, and 4 for its step and middle.
                    case INT4 -> embedding + IN_THE_LAYERS * 20 / 32 + IN_THE_HEAD;
                    case AUTO -> throw new IllegalArgumentException("No type of its own");
                };
    }

    /**
     * The bands do not meet, so no type passes for another. They have room for processors that
     * multiply the numbers of bfloat16 in float32, or keep 7 bits of int8.
     *
     * @param least distance from float32, as a share of the logits' length; float32 itself is some
     *     millionth from a sum in another order
     */
    @ParameterizedTest
    @CsvSource({"BFLOAT16, 0.002, 0.02", "INT8, 0.02, 0.14", "INT4, 0.14, 0.6"})
    void giveLogitsAsFarFromThoseOfFloat32AsTheyRound(
            Precision precision, double least, double most) {
        double distance = distance(logits(precision), exact);
        LOG.info("{} is {} from float32", precision, distance);

        assertThat(distance).isBetween(least, most);
    }

    private static double distance(double[] found, double[] wanted) {
        double apart = 0;
        double length = 0;
        for (int i = 0; i < wanted.length; i++) {
            apart += (found[i] - wanted[i]) * (found[i] - wanted[i]);
            length += wanted[i] * wanted[i];
        }
        return Math.sqrt(apart / length);
    }

    private double[] logits(Precision precision) {
        Draw draw = new Draw(SamplingParameters.greedy(1), 0);
        try (Decoder decoder = load(precision, (directory, read, total) -> {});
                KvCache cache = decoder.allocate(1, tokens.length)) {
            assertThat(decoder.precision()).isEqualTo(precision);
            return decoder.logits(cache, List.of(new Row(0, 0, tokens, List.of(draw))))[0];
        }
    }

    private Decoder load(Precision precision, LoadProgress progress) {
        return new DecoderLoader(1).load(model, precision, progress);
    }
}
