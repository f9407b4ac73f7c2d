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
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Directories as Hugging Face writes them, random weights: the logits are those of plain Java. */
class DecoderReferenceITCase {

    private static final int VOCABULARY = 61;
    private static final Offset<Double> ROUNDING = Offset.offset(1e-4);

    @TempDir private Path folder;

    private final Random random = new Random(5);

    static Stream<Arguments> shapes() {
        ObjectNode small =
                RandomModel.shape(VOCABULARY, 32, 48, 4, 2).put("tie_word_embeddings", true);
        ObjectNode wide = RandomModel.shape(VOCABULARY, 40, 72, 4, 4).put("head_dim", 12);
        wide.put("attention_bias", true).put("mlp_bias", true);
        wide.putObject("rope_scaling")
                .put("rope_type", "llama3")
                .put("factor", 8.0)
                .put("low_freq_factor", 1.0)
                .put("high_freq_factor", 4.0)
                .put("original_max_position_embeddings", 16);
        ObjectNode large = RandomModel.shape(VOCABULARY, 256, 320, 8, 2);
        large.putObject("rope_parameters").put("rope_theta", 500000.0).put("rope_type", "default");
        ObjectNode uneven = RandomModel.shape(VOCABULARY, 256, 520, 8, 2);
        ObjectNode mistral = RandomModel.shape(VOCABULARY, 32, 48, 4, 2).put("sliding_window", 6);
        ObjectNode qwen2 =
                RandomModel.shape(VOCABULARY, 32, 48, 4, 2).put("use_sliding_window", true);
        qwen2.put("sliding_window", 5).put("max_window_layers", 1);
        ObjectNode qwen3 = RandomModel.shape(VOCABULARY, 32, 48, 4, 2).put("head_dim", 12);
        return Stream.of(
                Arguments.of("tied, grouped queries", small),
                Arguments.of("head_dim of its own, biases, llama3 scaling, a head", wide),
                Arguments.of("weights large enough to be packed, rope_parameters", large),
                Arguments.of("more outputs than fill oneDNN's blocks", uneven),
                Arguments.of("a sliding window", RandomModel.of("Mistral", mistral)),
                Arguments.of(
                        "qkv biases, a window in the second layer", RandomModel.of("Qwen2", qwen2)),
                Arguments.of("normalized heads", RandomModel.of("Qwen3", qwen3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void givesTheLogitsOfAPlainForwardPass(String name, ObjectNode shape) throws IOException {
        RandomModel model = new RandomModel(random);
        DecoderConfig config = model.write(folder, shape);
        PlainLlama reference = new PlainLlama(config, model.tensors());
        int[] tokens = random.ints(23, 0, VOCABULARY).toArray();
        Draw draw = new Draw(SamplingParameters.greedy(1), 0);
        try (Decoder decoder =
                        new DecoderLoader(1).load(ModelDirectory.open(folder), Precision.FLOAT32);
                KvCache cache = decoder.allocate(2, 40)) {
            double[][] found = decoder.logits(cache, List.of(new Row(1, 0, tokens, List.of(draw))));
            assertThat(found[0]).containsExactly(reference.logits(tokens), ROUNDING);
            assertThat(inPieces(decoder, cache, tokens, draw))
                    .containsExactly(reference.logits(tokens), ROUNDING);
        }
    }

    /** Beside a shorter sequence, whose padding must not matter, and then token by token. */
    private static double[] inPieces(Decoder decoder, KvCache cache, int[] tokens, Draw draw) {
        Row beside = new Row(0, 0, new int[] {1, 2}, List.of());
        decoder.logits(cache, List.of(beside, new Row(1, 0, Arrays.copyOf(tokens, 20), List.of())));
        for (int i = 20; i < tokens.length - 1; i++) {
            decoder.sample(cache, List.of(new Row(1, i, new int[] {tokens[i]}, List.of())));
        }
        int last = tokens.length - 1;
        Row row = new Row(1, last, new int[] {tokens[last]}, List.of(draw));
        return decoder.logits(cache, List.of(row))[0];
    }
}
