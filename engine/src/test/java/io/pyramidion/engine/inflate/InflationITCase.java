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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.DecoderLoader;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.model.DType;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.SafetensorsWriter;
import io.pyramidion.engine.model.SafetensorsWriter.Tensor;
import io.pyramidion.engine.model.Weights;
import io.pyramidion.engine.sampling.SamplingParameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InflationITCase {

    private static final double ROUNDING = 1e-4;
    private static final Path MODELS = BundledFamily.directory();

    @TempDir private Path folder;

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("target", new ModelShape(320, 8, 12, 6, 32, 800)),
                Arguments.of("target", new ModelShape(256, 6, 16, 16, 64, 704)),
                Arguments.of("target", new ModelShape(512, 7, 16, 4, 128, 720)),
                Arguments.of("draft", new ModelShape(132, 4, 16, 8, 16, 280)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("shapes")
    void computesWhatTheSourceDoes(String name, ModelShape shape) throws IOException {
        ModelDirectory source = ModelDirectory.open(MODELS.resolve(name));
        BundledFamily.Golden golden = BundledFamily.golden().get(2);
        int[] tokens =
                IntStream.concat(
                                Arrays.stream(golden.promptTokens()),
                                Arrays.stream(golden.tokens()))
                        .toArray();
        ModelDirectory grown = recipe(source, shape);

        double[][] wanted = logits(source, tokens);
        double[][] found = logits(grown, tokens);

        assertThat(ModelShape.of(grown.config())).isEqualTo(shape);
        for (int i = 0; i < tokens.length; i++) {
            assertThat(found[i]).satisfies(closeTo(wanted[i]));
            assertThat(best(found[i])).isEqualTo(best(wanted[i]));
        }
    }

    @Test
    void growsBiasesAndAnOutputEmbeddingOfItsOwn() throws IOException {
        ModelDirectory source = ModelDirectory.open(writeBiased(folder.resolve("source")));
        int[] tokens = new Random(3).ints(20, 0, 50).toArray();

        double[][] found = logits(recipe(source, new ModelShape(24, 3, 6, 3, 12, 40)), tokens);

        double[][] wanted = logits(source, tokens);
        for (int i = 0; i < tokens.length; i++) {
            assertThat(found[i]).satisfies(closeTo(wanted[i]));
        }
    }

    @Test
    void writesACheckpointInShardsThatHoldsWhatTheRecipeMakes() throws IOException {
        ModelDirectory source = ModelDirectory.open(MODELS.resolve("draft"));
        Inflation inflation = Inflation.of(source, new ModelShape(160, 4, 16, 8, 16, 352), 1);
        Path written = Files.createDirectory(folder.resolve("written"));
        long bytes;
        try (Weights weights = DirectoryWeights.open(source)) {
            bytes = new CheckpointWriter(inflation, weights, written, 500_000).write(done -> {});
        }
        ModelDirectory grown = recipe(source, inflation.shape());

        assertThat(written.toFile().list()).hasSizeGreaterThan(3);
        try (Weights files = Weights.open(written);
                Weights made = DirectoryWeights.open(grown)) {
            assertThat(files.names()).isEqualTo(made.names());
            long sum = 0;
            for (String name : files.names()) {
                assertThat(files.info(name)).isEqualTo(made.info(name));
                assertThat(files.bytes(name)).isEqualTo(made.bytes(name));
                sum += files.info(name).byteLength();
            }
            assertThat(sum).isEqualTo(bytes);
        }
    }

    @Test
    void fillsWhatDoesNotMatterWithRandomNumbers() throws IOException {
        ModelDirectory source = ModelDirectory.open(MODELS.resolve("draft"));
        ModelDirectory grown = recipe(source, new ModelShape(160, 4, 16, 8, 16, 352));
        try (Weights weights = DirectoryWeights.open(grown)) {
            ByteBuffer fresh = weights.bytes("model.layers.3.mlp.up_proj.weight").get(0);
            double squares = 0;
            int zeros = 0;
            int size = 352 * 160;
            for (int i = 0; i < size; i++) {
                float value = Numbers.get(fresh, i, DType.BF16);
                squares += value * value;
                zeros += value == 0 ? 1 : 0;
            }
            assertThat(Math.sqrt(squares / size)).isCloseTo(0.02, Offset.offset(0.001));
            assertThat(zeros).isZero();
        }
    }

    @Test
    void writesADirectoryWithTokenizerAndSettings() throws IOException {
        ModelDirectory source = ModelDirectory.open(MODELS.resolve("draft"));
        Inflation inflation = Inflation.of(source, new ModelShape(192, 3, 8, 8, 16, 256), 1);
        Path destination = folder.resolve("larger");

        new InflatedDirectory(inflation, destination).writeCheckpoint(done -> {});

        ModelDirectory larger = ModelDirectory.open(destination);
        assertThat(larger.tokenizerFile()).hasSameBinaryContentAs(source.tokenizerFile());
        assertThat(larger.chatTemplate()).isEqualTo(source.chatTemplate());
        assertThat(larger.config().rmsNormEps()).isEqualTo(source.config().rmsNormEps() / 2);
        assertThatThrownBy(() -> new InflatedDirectory(inflation, destination).writeRecipe())
                .isInstanceOf(ModelException.class)
                .hasMessage(destination + " is not empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "128, 6, 8, 4, 32, 704 | hidden_size is 128; allowed: at least the source's 256",
                "256, 5, 8, 4, 32, 704 | num_hidden_layers is 5; allowed: at least the source's 6",
                "256, 6, 8, 4, 32, 700 | intermediate_size is 700; allowed: at least the source's 704",
                "256, 6, 8, 4, 48, 704 | head_dim is 48; allowed: multiples of the source's 32",
                "256, 6, 9, 4, 32, 704 | num_attention_heads is 9; allowed: multiples of num_key_value_heads, which is 4",
                "256, 6, 7, 7, 32, 704 | num_key_value_heads is 7; allowed: at least 8, to hold the source's 4 groups of 2 queries"
            })
    void refusesAShapeThatTheSourceDoesNotFitInto(String sizes, String message) {
        ModelDirectory source = ModelDirectory.open(MODELS.resolve("target"));
        int[] s = Arrays.stream(sizes.split(", ")).mapToInt(Integer::parseInt).toArray();
        ModelShape shape = new ModelShape(s[0], s[1], s[2], s[3], s[4], s[5]);
        assertThatThrownBy(() -> Inflation.of(source, shape, 1))
                .isInstanceOf(ModelException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"llama-3.2-1b, 1.24", "llama-3.2-3b, 3.21", "llama-3.1-8b, 7.50"})
    void readsAsManyWeightsAsThePublishedModel(String name, double billions) {
        ModelShape shape = KnownShape.named(name).orElseThrow().withVocabulary(4096);
        assertThat(shape.weights(4096) / 1e9).isCloseTo(billions, Offset.offset(0.01));
    }

    private ModelDirectory recipe(ModelDirectory source, ModelShape shape) throws IOException {
        Path destination = folder.resolve("recipe");
        new InflatedDirectory(Inflation.of(source, shape, 1), destination).writeRecipe();
        return ModelDirectory.open(destination);
    }

    private static double[][] logits(ModelDirectory model, int[] tokens) {
        Draw draw = new Draw(SamplingParameters.greedy(1), 0);
        Row row = new Row(0, 0, tokens, Collections.nCopies(tokens.length, draw));
        try (Decoder decoder = new DecoderLoader(1).load(model, Precision.FLOAT32);
                KvCache cache = decoder.allocate(1, tokens.length)) {
            return decoder.logits(cache, List.of(row));
        }
    }

    private static Consumer<double[]> closeTo(double[] wanted) {
        return found -> {
            assertThat(found).hasSameSizeAs(wanted);
            double furthest =
                    IntStream.range(0, wanted.length)
                            .mapToDouble(i -> Math.abs(found[i] - wanted[i]))
                            .max()
                            .orElseThrow();
            assertThat(furthest).isLessThan(ROUNDING);
        };
    }

    private static int best(double[] logits) {
        return IntStream.range(0, logits.length)
                .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                .orElseThrow();
    }

    /** Half precision, biases everywhere, embeddings that are not tied. */
    private static Path writeBiased(Path directory) throws IOException {
        Files.createDirectory(directory);
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.put("model_type", "llama").put("hidden_act", "silu").put("vocab_size", 50);
        config.put("hidden_size", 12).put("intermediate_size", 20).put("num_hidden_layers", 2);
        config.put("num_attention_heads", 4).put("num_key_value_heads", 2).put("head_dim", 4);
        config.put("attention_bias", true).put("mlp_bias", true);
        Files.writeString(directory.resolve("config.json"), config.toString());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Random random = new Random(8);
        put(tensors, random, "model.embed_tokens", 50, 12, false);
        put(tensors, random, "lm_head", 50, 12, false);
        put(tensors, random, "model.norm", 12, 0, false);
        for (int layer = 0; layer < 2; layer++) {
            String prefix = "model.layers." + layer + ".";
            put(tensors, random, prefix + "self_attn.q_proj", 16, 12, true);
            put(tensors, random, prefix + "self_attn.k_proj", 8, 12, true);
            put(tensors, random, prefix + "self_attn.v_proj", 8, 12, true);
            put(tensors, random, prefix + "self_attn.o_proj", 12, 16, true);
            put(tensors, random, prefix + "mlp.gate_proj", 20, 12, true);
            put(tensors, random, prefix + "mlp.up_proj", 20, 12, true);
            put(tensors, random, prefix + "mlp.down_proj", 12, 20, true);
            put(tensors, random, prefix + "input_layernorm", 12, 0, false);
            put(tensors, random, prefix + "post_attention_layernorm", 12, 0, false);
        }
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);
        return directory;
    }

    private static void put(
            Map<String, Tensor> tensors,
            Random random,
            String name,
            int rows,
            int columns,
            boolean bias) {
        List<Long> shape = new ArrayList<>(List.of((long) rows));
        if (columns > 0) {
            shape.add((long) columns);
        }
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        tensors.put(name + ".weight", halves(random, sizes));
        if (bias) {
            tensors.put(name + ".bias", halves(random, rows));
        }
    }

    private static Tensor halves(Random random, long... shape) {
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer data = ByteBuffer.allocate(size * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            Numbers.put(data, (float) random.nextGaussian() * 0.3f, DType.F16);
        }
        return new Tensor("F16", shape, data.array());
    }
}
