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
package io.pyramidion.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.DecoderLoader;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bundled target with rotary settings under two spellings continues a text as it does in
 * transformers 5.18 (torch 2.13, CPU, float32), where {@code rope_scaling} wins.
 */
class RopeSpellingsITCase {

    private static final Path TARGET =
            Path.of(System.getProperty("pyramidion.root"), "models", "target");
    private static final String PROMPT = "Once upon a time there was a good king and his daughter";
    private static final Draw GREEDY = new Draw(SamplingParameters.greedy(1), 0);

    @TempDir private Path folder;

    @Test
    void linearScalingHoldsThoughTheOtherSpellingSaysDefault() throws IOException {
        assertThat(continued(rope -> rope.put("rope_type", "linear").put("factor", 4.0), 4))
                .containsExactly(17, 202, 202, 202);
    }

    @Test
    void yarnHoldsThoughTheOtherSpellingSaysDefault() throws IOException {
        assertThat(
                        continued(
                                rope ->
                                        rope.put("rope_type", "yarn")
                                                .put("factor", 4.0)
                                                .put("original_max_position_embeddings", 1024),
                                3))
                .containsExactly(15, 276, 297);
    }

    private int[] continued(Consumer<ObjectNode> scaling, int tokens) throws IOException {
        for (String file :
                List.of("model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.createSymbolicLink(folder.resolve(file), TARGET.resolve(file));
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(TARGET.resolve("config.json").toFile());
        assertThat(config.has("rope_parameters")).isTrue();
        scaling.accept(config.putObject("rope_scaling"));
        json.writeValue(folder.resolve("config.json").toFile(), config);
        ModelDirectory model = ModelDirectory.open(folder);
        try (Tokenizer tokenizer = Tokenizer.open(model);
                Decoder decoder = new DecoderLoader(1).load(model, Precision.FLOAT32);
                KvCache cache = decoder.allocate(1, 64)) {
            int[] text = tokenizer.encode(PROMPT, false);
            int prompt = text.length;
            for (int read = 0; text.length < prompt + tokens; ) {
                int[] fed = Arrays.copyOfRange(text, read, text.length);
                int[] drawn =
                        decoder.sample(cache, List.of(new Row(0, read, fed, List.of(GREEDY))));
                read = text.length;
                text = Arrays.copyOf(text, read + 1);
                text[read] = drawn[0];
            }
            return Arrays.copyOfRange(text, prompt, text.length);
        }
    }
}
