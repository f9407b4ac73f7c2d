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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.Parity;
import io.pyramidion.engine.model.ModelDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where files say different things of the same tokens, the one that wins in transformers wins.
 * {@code tokenizer-contradictions.json} was written by {@code
 * src/test/python/tokenizer_contradictions.py}.
 */
class ContradictoryFilesTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path directory;

    @Test
    void theFileThatWinsInTransformersWins() throws IOException {
        JsonNode cases;
        try (InputStream in =
                ContradictoryFilesTest.class.getResourceAsStream("tokenizer-contradictions.json")) {
            cases = JSON.readTree(in).get("cases");
        }
        for (int i = 0; i < cases.size(); i++) {
            JsonNode golden = cases.get(i);
            ModelDirectory model = write(directory.resolve("case-" + i), golden);

            assertThat(model.specialTokens())
                    .as("%s", golden.get("files"))
                    .isEqualTo(JSON.convertValue(golden.get("special"), Map.class));
            try (Tokenizer tokenizer = Tokenizer.open(model)) {
                for (JsonNode text : golden.get("texts")) {
                    int[] ids = Parity.ids(text.get("ids"));

                    assertThat(tokenizer.encode(text.get("text").textValue(), false))
                            .as("%s of %s", text.get("text"), golden.get("files"))
                            .containsExactly(ids);
                    assertThat(tokenizer.decode(ids))
                            .as("%s of %s", text.get("text"), golden.get("files"))
                            .isEqualTo(text.get("decoded").textValue());
                }
            }
        }
        assertThat(cases.size()).isEqualTo(25);
    }

    private static ModelDirectory write(Path to, JsonNode golden) throws IOException {
        Path source = Parity.directory(golden.get("vocabulary").textValue());
        Files.createDirectory(to);
        JsonNode definition = JSON.readTree(source.resolve("tokenizer.json").toFile());
        ArrayNode added = (ArrayNode) definition.get("added_tokens");
        golden.get("added_tokens").forEach(added::add);
        JSON.writeValue(to.resolve("tokenizer.json").toFile(), definition);
        ObjectNode config = (ObjectNode) JSON.readTree(source.resolve("config.json").toFile());
        config.put("model_type", golden.get("model_type").textValue())
                .remove(List.of("architectures", "rope_parameters"));
        JSON.writeValue(to.resolve("config.json").toFile(), config);
        for (Map.Entry<String, JsonNode> file : golden.get("files").properties()) {
            JSON.writeValue(to.resolve(file.getKey()).toFile(), file.getValue());
        }
        return ModelDirectory.open(to);
    }
}
