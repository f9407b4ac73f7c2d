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
import io.pyramidion.engine.sampling.TokenLogprobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The logits behind a token are a function of the tokens before it alone, to the last bit, whatever
 * batch, chunk, slot or number of threads they were computed in. What {@code pyramidion bench
 * exact} compares in whole texts, this does in logits, over a few random walks a cell.
 */
class RowBitsITCase {

    private static final int VOCABULARY = 1024;
    private static final int SLOTS = 40;
    private static final int WALKS = 2;
    private static final int MAX_FED = 900;
    private static final int[] BATCHES = {1, 1, 2, 3, 5, 8, 16, 32};
    private static final int[] WIDTHS = {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33, 66, 129, 260};
    private static final int[] THREADS = {1, 3};

    /** Products with and without biases, and some whose inputs do not fill groups. */
    private static final Set<String> IN_INT4 =
            Set.of(
                    "Llama, more inputs than a product takes",
                    "Llama, biases",
                    "OLMo 2, norms behind");

    private static final Draw GREEDY = new Draw(SamplingParameters.greedy(1), 0);

    @TempDir private Path folder;

    private final Random random = new Random(15);

    static Stream<Arguments> models() {
        ObjectNode llama = RandomModel.shape(VOCABULARY, 192, 2176, 6, 2);
        ObjectNode small = RandomModel.shape(777, 48, 80, 4, 4);
        ObjectNode single = RandomModel.shape(VOCABULARY, 192, 512, 3, 1);
        ObjectNode biased = RandomModel.shape(VOCABULARY, 192, 512, 6, 2);
        biased.put("attention_bias", true).put("mlp_bias", true);
        ObjectNode mistral = RandomModel.shape(VOCABULARY, 192, 512, 12, 2);
        mistral.put("sliding_window", 21);
        ObjectNode qwen3 = RandomModel.shape(VOCABULARY, 192, 520, 6, 3).put("head_dim", 40);
        ObjectNode gemma3 = RandomModel.shape(VOCABULARY, 192, 520, 6, 3).put("head_dim", 40);
        gemma3.put("sliding_window", 21).put("sliding_window_pattern", 2);
        gemma3.put("query_pre_attn_scalar", 50).put("hidden_activation", "gelu_pytorch_tanh");
        gemma3.remove("hidden_act");
        ObjectNode olmo2 = RandomModel.shape(VOCABULARY, 192, 520, 6, 2);
        Map<String, ObjectNode> shapes = new LinkedHashMap<>();
        shapes.put("Llama, more inputs than a product takes", llama);
        shapes.put("Llama, small weights", small);
        shapes.put("Llama, one key head", single);
        shapes.put("Llama, biases", biased);
        shapes.put("Mistral, a window", RandomModel.of("Mistral", mistral));
        shapes.put("Qwen3, normalized heads", RandomModel.of("Qwen3", qwen3));
        shapes.put("Gemma 3, GELU, norms around", RandomModel.of("Gemma3", gemma3));
        shapes.put("OLMo 2, norms behind", RandomModel.of("Olmo2", olmo2));
        return shapes.entrySet().stream()
                .flatMap(
                        shape ->
                                Stream.of(Precision.values())
                                        .filter(precision -> precision != Precision.AUTO)
                                        .filter(
                                                precision ->
                                                        precision != Precision.INT4
                                                                || IN_INT4.contains(shape.getKey()))
                                        .map(
                                                precision ->
                                                        Arguments.of(
                                                                shape.getKey(),
                                                                shape.getValue(),
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
        assertWalksAgree(shape, precision, 75, WALKS);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16", "INT8"})
    void areSoOverSeveralBlocksOfPositions(Precision precision) throws IOException {
        assertWalksAgree(RandomModel.shape(VOCABULARY, 96, 288, 6, 2), precision, 560, 2);
    }

    private void assertWalksAgree(ObjectNode shape, Precision precision, int length, int walks)
            throws IOException {
        new RandomModel(random).write(folder, shape.put("max_position_embeddings", length + 5));
        try (Decoder decoder = load(precision);
                KvCache cache = decoder.allocate(SLOTS, length + 5)) {
            int vocabulary = decoder.config().vocabSize();
            List<int[]> texts =
                    Stream.generate(() -> random.ints(length, 0, vocabulary).toArray())
                            .limit(SLOTS)
                            .toList();
            double[][] whole = decoder.logits(cache, List.of(row(0, texts.get(0), 0, length)));
            for (int threads : THREADS) {
                JniUtils.setNumThreads(threads);
                for (int walk = 0; walk < walks; walk++) {
                    int from = walk == 0 ? length - 20 : 0;
                    assertThat(walk(decoder, cache, texts, whole, from))
                            .as("%s threads, walk %s", threads, walk)
                            .isEmpty();
                }
            }
            assertThat(decoder.checkBits()).isTrue();
        }
    }

    private Decoder load(Precision precision) {
        return new DecoderLoader(1).load(ModelDirectory.open(folder), precision);
    }

    /**
     * Reads the first text in random chunks beside random others, the last tokens one by one.
     *
     * @return where its logits part
     */
    private Optional<String> walk(
            Decoder decoder, KvCache cache, List<int[]> texts, double[][] whole, int byToken) {
        int length = whole.length;
        List<Integer> slots = new ArrayList<>(IntStream.range(0, SLOTS).boxed().toList());
        boolean scattered = random.nextBoolean();
        if (scattered) {
            Collections.shuffle(slots, random);
        }
        int batch = BATCHES[random.nextInt(BATCHES.length)];
        int mine = random.nextInt(batch);
        int[] at = new int[batch];
        for (int from = 0; from < length; ) {
            int width = from >= byToken && byToken > 0 ? 1 : width(batch);
            int own = Math.min(width, length - from);
            List<Row> rows = new ArrayList<>();
            int before = 0;
            for (int b = 0; b < batch; b++) {
                boolean other = b != mine;
                int first = other ? at[b] : from;
                int to = other ? Math.min(first + 1 + random.nextInt(width), length) : from + own;
                rows.add(row(slots.get(b), texts.get(other ? b + 1 : 0), first, to));
                if (b < mine) {
                    before += to - first;
                }
                at[b] = to == length ? random.nextInt(to / 2) : to;
            }
            double[][] logits = decoder.logits(cache, rows);
            for (int i = 0; i < own; i++) {
                if (!Arrays.equals(logits[before + i], whole[from + i])) {
                    return Optional.of(
                            "batch %d, width %d, token %d, scattered %s"
                                    .formatted(batch, width, from + i, scattered));
                }
            }
            from += own;
        }
        return Optional.empty();
    }

    private int width(int batch) {
        int[] allowed = Arrays.stream(WIDTHS).filter(width -> width * batch <= MAX_FED).toArray();
        return allowed[random.nextInt(allowed.length)];
    }

    /** More tokens than one thread takes at a time, and not a whole number of vectors. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16", "INT8"})
    void drawsAndLogProbabilitiesAreToo(Precision precision) throws IOException {
        ObjectNode shape = RandomModel.shape(50_021, 48, 80, 4, 2);
        new RandomModel(random).write(folder, shape);
        List<Draw> draws = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            double temperature = i % 5 == 0 ? 0 : 0.3 + 0.1 * i;
            double topP = i % 3 == 0 ? 0.9 : 1;
            int topK = i % 4 == 0 ? 50 : 0;
            SamplingParameters sampling =
                    new SamplingParameters(
                            temperature,
                            topP,
                            topK,
                            i % 7 == 0 ? 0.02 : 0,
                            0,
                            1,
                            0,
                            List.of(),
                            Set.of(),
                            false);
            Optional<Scoring> scoring = Optional.of(new Scoring(5, i));
            draws.add(
                    new Draw(
                            sampling,
                            random.nextLong(),
                            DrawConstraint.NONE,
                            false,
                            Optional.empty(),
                            scoring,
                            true));
        }
        try (Decoder decoder = load(precision);
                KvCache cache = decoder.allocate(draws.size(), 12);
                Ledger ledger = decoder.ledger()) {
            List<Row> rows = new ArrayList<>();
            List<String> alone = new ArrayList<>();
            for (int i = 0; i < draws.size(); i++) {
                rows.add(new Row(i, 0, random.ints(9, 0, 50_021).toArray(), List.of(draws.get(i))));
                alone.add(answers(decoder.sample(cache, List.of(rows.get(i)), ledger)).get(0));
            }
            for (int batch : new int[] {1, 2, 3, 16, 17, 24}) {
                for (int threads : THREADS) {
                    JniUtils.setNumThreads(threads);
                    List<Row> some = rows.subList(rows.size() - batch, rows.size());
                    assertThat(answers(decoder.sample(cache, some, ledger)))
                            .as("batch of %s, %s threads", batch, threads)
                            .isEqualTo(alone.subList(rows.size() - batch, rows.size()));
                }
            }
        }
    }

    private static List<String> answers(Drawn drawn) {
        return IntStream.range(0, drawn.tokens().length)
                .mapToObj(
                        i ->
                                drawn.tokens()[i]
                                        + told(drawn.scores().get(i).drawn())
                                        + told(drawn.scores().get(i).proposed()))
                .toList();
    }

    private static String told(TokenLogprobs told) {
        return " "
                + told.logprob()
                + Arrays.toString(told.topIds())
                + Arrays.toString(told.topLogprobs());
    }

    private static Row row(int slot, int[] text, int from, int to) {
        int[] tokens = Arrays.copyOfRange(text, from, to);
        return new Row(slot, from, tokens, Collections.nCopies(tokens.length, GREEDY));
    }
}
