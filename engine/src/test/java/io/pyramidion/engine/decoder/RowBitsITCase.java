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

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The logits behind a token are a function of the tokens before it alone, to the last bit, whatever
 * batch, chunk, slot or number of threads they were computed in.
 */
class RowBitsITCase {

    private static final int VOCABULARY = 1024;
    private static final int LENGTH = 75;
    private static final int SLOTS = 40;
    private static final int CONTEXT = 80;
    private static final int WALKS = 40;
    private static final int[] BATCHES = {1, 1, 2, 3, 5, 8, 16, 32};
    private static final int[] WIDTHS = {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33};
    private static final Draw GREEDY = new Draw(SamplingParameters.greedy(1), 0);

    @TempDir private Path folder;

    private final Random random = new Random(15);

    static Stream<Arguments> models() {
        ObjectNode llama = RandomModel.shape(VOCABULARY, 192, 2176, 6, 2);
        ObjectNode small = RandomModel.shape(VOCABULARY, 48, 80, 4, 4);
        ObjectNode biased = RandomModel.shape(VOCABULARY, 192, 512, 6, 2);
        biased.put("attention_bias", true).put("mlp_bias", true);
        ObjectNode mistral = RandomModel.shape(VOCABULARY, 192, 512, 12, 2);
        mistral.put("sliding_window", 21);
        ObjectNode qwen3 = RandomModel.shape(VOCABULARY, 192, 520, 6, 3).put("head_dim", 40);
        return Stream.of(
                        Arguments.of("llama", llama),
                        Arguments.of("small", small),
                        Arguments.of("biased", biased),
                        Arguments.of("mistral", RandomModel.of("Mistral", mistral)),
                        Arguments.of("qwen3", RandomModel.of("Qwen3", qwen3)))
                .flatMap(
                        model ->
                                Stream.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8)
                                        .map(
                                                precision ->
                                                        Arguments.of(
                                                                model.get()[0],
                                                                model.get()[1],
                                                                precision)));
    }

    @AfterEach
    void useOneThread() {
        JniUtils.setNumThreads(1);
    }

    @ParameterizedTest(name = "{0} in {2}")
    @MethodSource("models")
    void areAFunctionOfTheTokensAlone(String name, ObjectNode shape, Precision precision)
            throws IOException {
        new RandomModel(random).write(folder, shape.put("max_position_embeddings", 128));
        try (Decoder decoder = new DecoderLoader(1).load(ModelDirectory.open(folder), precision);
                KvCache cache = decoder.allocate(SLOTS, CONTEXT)) {
            List<int[]> texts = new ArrayList<>();
            for (int i = 0; i < SLOTS; i++) {
                texts.add(random.ints(LENGTH, 0, VOCABULARY).toArray());
            }
            double[][] whole = chunk(decoder, cache, 0, texts.get(0), 0, LENGTH);
            Map<String, Integer> parts = new TreeMap<>();
            for (int threads = 1; threads <= 2; threads++) {
                JniUtils.setNumThreads(threads);
                for (int walk = 0; walk < WALKS; walk++) {
                    Optional<String> part = walk(decoder, cache, texts, whole, walk % 8 == 0);
                    if (part.isPresent()) {
                        parts.merge(threads + " threads, " + part.get(), 1, Integer::sum);
                    }
                }
            }
            assertThat(parts.size() + " parts: " + parts.entrySet().stream().limit(6).toList())
                    .startsWith("0 ");
        }
    }

    /** Reads the first text in random chunks, beside random others. -> where its logits part */
    private Optional<String> walk(
            Decoder decoder, KvCache cache, List<int[]> texts, double[][] whole, boolean byToken) {
        List<Integer> slots = new ArrayList<>(IntStream.range(0, SLOTS).boxed().toList());
        boolean scattered = random.nextBoolean();
        if (scattered) {
            Collections.shuffle(slots, random);
        }
        int batch = BATCHES[random.nextInt(BATCHES.length)];
        int mine = random.nextInt(batch);
        int[] at = new int[batch];
        for (int from = 0; from < LENGTH; ) {
            int width = byToken ? 1 : WIDTHS[random.nextInt(WIDTHS.length)];
            List<Row> rows = new ArrayList<>();
            int before = 0;
            int own = Math.min(width, LENGTH - from);
            for (int b = 0; b < batch; b++) {
                boolean other = b != mine;
                int first = other ? at[b] : from;
                int to = other ? Math.min(first + 1 + random.nextInt(width), LENGTH) : from + own;
                int[] text = texts.get(other ? b + 1 : 0);
                rows.add(row(slots.get(b), text, first, to));
                if (b < mine) {
                    before += to - first;
                }
                at[b] = to == LENGTH ? random.nextInt(to / 2) : to;
            }
            double[][] logits = decoder.logits(cache, rows);
            for (int i = 0; i < own; i++) {
                if (!Arrays.equals(logits[before + i], whole[from + i])) {
                    return Optional.of(
                            "batch %d, width %d, at %d, scattered %s"
                                    .formatted(batch, width, from + i, scattered));
                }
            }
            from += own;
        }
        return Optional.empty();
    }

    private static Row row(int slot, int[] text, int from, int to) {
        int[] tokens = Arrays.copyOfRange(text, from, to);
        return new Row(slot, from, tokens, Collections.nCopies(tokens.length, GREEDY));
    }

    private static double[][] chunk(
            Decoder decoder, KvCache cache, int slot, int[] text, int from, int to) {
        return decoder.logits(cache, List.of(row(slot, text, from, to)));
    }
}
