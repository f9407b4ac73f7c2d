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
package io.pyramidion.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.Parity;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Classes of transformers that build their tokenizer anew do so here. {@code
 * tokenizer-classes.json} was written by {@code src/test/python/tokenizer_classes.py}.
 */
class RebuiltTokenizerTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path directory;

    static List<JsonNode> cases() throws IOException {
        try (InputStream in =
                RebuiltTokenizerTest.class.getResourceAsStream("tokenizer-classes.json")) {
            List<JsonNode> cases = new ArrayList<>();
            JSON.readTree(in).get("cases").forEach(cases::add);
            return cases;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aClassMakesOfAVocabularyWhatTransformersMakes(JsonNode golden) throws IOException {
        try (Tokenizer tokenizer =
                open(
                        golden.get("vocabulary").textValue(),
                        golden.get("model_type").textValue(),
                        golden.get("settings"))) {
            for (JsonNode text : golden.get("texts")) {
                int[] ids = Parity.ids(text.get("ids"));

                assertThat(tokenizer.encode(text.get("text").textValue(), false))
                        .as("%s", text.get("text"))
                        .containsExactly(ids);
                assertThat(tokenizer.decode(ids)).isEqualTo(text.get("decoded").textValue());
            }
        }
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "LlamaTokenizer, llama-3, of characters",
        "GemmaTokenizer, qwen3, of characters",
        "GPT2Tokenizer, llama-2, of bytes",
        "Qwen2Tokenizer, mistral, of bytes"
    })
    void aVocabularyOfAnotherKindThanTheClassBuildsIsRefusedWithWhatToSet(
            String type, String vocabulary, String allowed) throws IOException {
        JsonNode settings = JSON.createObjectNode().put("tokenizer_class", type);
        assertThatThrownBy(() -> open(vocabulary, "llama", settings))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json is not what " + type + " can be built of")
                .hasMessageContaining("byte pairs " + allowed)
                .hasMessageContaining("tokenizer_class \"TokenizersBackend\"");
    }

    private Tokenizer open(String vocabulary, String modelType, JsonNode settings)
            throws IOException {
        Path source = Parity.directory(vocabulary);
        Files.copy(
                source.resolve("tokenizer.json"),
                directory.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        ObjectNode config = (ObjectNode) JSON.readTree(source.resolve("config.json").toFile());
        config.put("model_type", modelType).remove(List.of("architectures", "rope_parameters"));
        JSON.writeValue(directory.resolve("config.json").toFile(), config);
        JSON.writeValue(directory.resolve("tokenizer_config.json").toFile(), settings);
        return Tokenizer.open(ModelDirectory.open(directory));
    }
}
