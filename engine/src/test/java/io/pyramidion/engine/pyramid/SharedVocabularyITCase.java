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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.Parity;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.SafetensorsWriter;
import io.pyramidion.engine.model.SafetensorsWriter.Tensor;
import io.pyramidion.engine.model.TensorInfo;
import io.pyramidion.engine.model.Weights;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A family whose embeddings are padded to different sizes, as those of Qwen2.5 are. */
class SharedVocabularyITCase {

    private static final String FAMILY = "qwen2.5";
    private static final int PADDING = 7;

    @TempDir private Path folder;

    @Test
    void paddingOfTheTargetIsNeitherComputedNorDrawn() throws IOException {
        generatesTheGoldenTokens(padded(PADDING), Parity.directory(FAMILY));
    }

    @Test
    void paddingOfTheDraftIsNeitherComputedNorDrawn() throws IOException {
        generatesTheGoldenTokens(Parity.directory(FAMILY), padded(PADDING));
    }

    @Test
    void anEmbeddingThatLacksTokensIsRefused() throws IOException {
        Path smaller = padded(-1);
        PyramidSpec spec = spec(Parity.directory(FAMILY), smaller);

        assertThatThrownBy(() -> PyramidPool.acquire(spec))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(smaller + " has 321 tokens, the tokenizer 322");
    }

    @Test
    void modelsWithDifferentTokenizersAreRefusedByName() {
        Path other = Parity.directory(FAMILY);
        PyramidSpec spec = spec(BundledFamily.target(), other);

        assertThatThrownBy(() -> PyramidPool.acquire(spec))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "the tokenizers of "
                                + BundledFamily.target()
                                + " and "
                                + other
                                + " differ");
    }

    @Test
    void theSameTokenizerInAnotherFileIsTheSame() throws IOException {
        Path draft = BundledFamily.directory().resolve("draft");
        try (Stream<Path> files = Files.list(draft)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("tokenizer.json"), "\n", StandardOpenOption.APPEND);

        try (PyramidPool.Lease lease = PyramidPool.acquire(spec(BundledFamily.target(), folder))) {
            assertThat(lease.pyramid().draft()).isPresent();
        }
    }

    private static void generatesTheGoldenTokens(Path target, Path draft) {
        Parity.Prompt golden = Parity.runs(FAMILY).get(0).prompts().get(1);
        try (PyramidPool.Lease lease = PyramidPool.acquire(spec(target, draft));
                Generator generator = new Generator(lease.pyramid(), new KvPlan(1, 128), 64)) {
            int length = golden.greedy().length;
            Sequence sequence =
                    lease.pyramid()
                            .sequences()
                            .create(
                                    "p",
                                    golden.ids(),
                                    new int[0],
                                    new SamplingParameters(
                                            0, 1, 0, 0, 0, length, 0, List.of(), Set.of(), true),
                                    new Speculation(true, false, 3, 3),
                                    128);
            generator.run(List.of(sequence));
            assertThat(sequence.generatedTokens()).containsExactly(golden.greedy());
            assertThat(lease.pyramid().vocabularySize()).isEqualTo(322);
        }
    }

    private static PyramidSpec spec(Path target, Path draft) {
        return new PyramidSpec(
                target,
                Optional.empty(),
                Optional.of(draft),
                RoleWeights.all(Precision.FLOAT32),
                1);
    }

    /** The checkpoint with further rows, which would win every draw; or with fewer. */
    private Path padded(int rows) throws IOException {
        Path directory = Parity.runs(FAMILY).get(0).write(folder);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Weights weights = ModelDirectory.open(Parity.directory(FAMILY)).openWeights()) {
            for (String name : weights.names()) {
                tensors.put(name, read(weights, name, name.contains("embed") ? rows : 0));
            }
        }
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);
        ObjectMapper json = new ObjectMapper();
        Path file = directory.resolve("config.json");
        ObjectNode config = (ObjectNode) json.readTree(Files.readAllBytes(file));
        config.put("vocab_size", config.get("vocab_size").intValue() + rows);
        // The last token, which a smaller embedding lacks, must not be named here.
        config.remove("eos_token_id");
        Files.writeString(directory.resolve("generation_config.json"), "{}");
        json.writeValue(file.toFile(), config);
        return directory;
    }

    private static Tensor read(Weights weights, String name, int moreRows) {
        TensorInfo info = weights.info(name);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (ByteBuffer slice : weights.bytes(name)) {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            data.writeBytes(bytes);
        }
        long[] shape = info.shape();
        byte[] all = data.toByteArray();
        if (moreRows != 0) {
            int row = all.length / (int) shape[0];
            shape[0] += moreRows;
            byte[] resized = Arrays.copyOf(all, row * (int) shape[0]);
            for (int i = all.length; i < resized.length; i += 2) {
                // 128 in bfloat16, little-endian.
                resized[i + 1] = 0x43;
            }
            all = resized;
        }
        return new Tensor(info.dtype().name(), shape, all);
    }
}
