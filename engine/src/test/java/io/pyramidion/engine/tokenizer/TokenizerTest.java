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
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.TokenizerBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenizerTest {

    private static final Path MODELS = Path.of(System.getProperty("pyramidion.root"), "models");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir private Path directory;

    /** The golden ids were made by transformers 5.18; see the family's card. */
    @Test
    void agreesWithTransformersOnTheGoldenFile() throws IOException {
        try (Tokenizer tokenizer = bundled("target")) {
            for (String line : Files.readAllLines(MODELS.resolve("golden.jsonl"))) {
                JsonNode golden = MAPPER.readTree(line);
                assertThat(tokenizer.encode(golden.get("raw_prompt").textValue(), false))
                        .containsExactly(ids(golden.get("prompt_ids")));
                assertThat(tokenizer.decode(ids(golden.get("token_ids"))))
                        .isEqualTo(golden.get("text").textValue());
            }
        }
    }

    @Test
    void neitherCutsNorPadsALongText() {
        try (Tokenizer tokenizer = bundled("draft")) {
            String text = "The fox went home. ".repeat(2000);

            assertThat(tokenizer.decode(tokenizer.encode(text, true))).isEqualTo(text);
            assertThat(tokenizer.encode("", true)).isEmpty();
        }
    }

    @Test
    void specialTokensCountInTextAndDoNotShow() {
        try (Tokenizer tokenizer = bundled("draft")) {
            int[] ids = tokenizer.encode("<|user|>Hi<|end|>", false);

            assertThat(ids).startsWith(1).endsWith(3);
            assertThat(tokenizer.decode(ids)).isEqualTo("Hi");
            assertThat(tokenizer.isSpecial(1)).isTrue();
            assertThat(tokenizer.isSpecial(4)).isFalse();
            assertThat(tokenizer.isSpecial(-1)).isFalse();
            assertThat(tokenizer.vocabularySize()).isEqualTo(4096);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\ud800b", "\udc00", "x\ud83d", "\ud83d\ud83d\ude42"})
    void refusesLoneSurrogates(String text) {
        try (Tokenizer tokenizer = bundled("draft")) {
            assertThatThrownBy(() -> tokenizer.encode(text, false))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("lone surrogate U+D");
            assertThat(tokenizer.decode(tokenizer.encode("\ud83d\ude42\0", false)))
                    .isEqualTo("\ud83d\ude42\0");
        }
    }

    @Test
    void theFamilyHasOneFingerprint() {
        try (Tokenizer draft = bundled("draft");
                Tokenizer target = bundled("target")) {
            assertThat(draft.fingerprint()).isEqualTo(target.fingerprint()).hasSize(64);
        }
    }

    @Test
    void theFingerprintIgnoresFormattingOnly() throws IOException {
        String plain = fingerprint(root -> {});

        assertThat(fingerprint(root -> merges(root, TokenizerTest::asText))).isEqualTo(plain);
        assertThat(fingerprint(root -> root.putNull("padding"))).isEqualTo(plain);
        assertThat(fingerprint(root -> merges(root, merges -> merges.remove(3800))))
                .isNotEqualTo(plain);
        assertThat(fingerprint(root -> vocabulary(root).put("New", 4096))).isNotEqualTo(plain);
        assertThat(
                        fingerprint(
                                root ->
                                        ((ObjectNode) root.get("added_tokens").get(3))
                                                .put("content", "<|stop|>")))
                .isNotEqualTo(plain);
    }

    @Test
    void aDamagedFileIsRefusedByName() throws IOException {
        Path file = directory.resolve("tokenizer.json");
        Files.copy(MODELS.resolve("draft/config.json"), directory.resolve("config.json"));
        for (String content : new String[] {"{", "{}", "{\"model\": {\"vocab\": {\"a\": 0}}}"}) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> Tokenizer.open(ModelDirectory.open(directory)).close())
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("tokenizer.json");
        }
    }

    @Test
    void anAddedTokenWithAnImpossibleIdIsRefused() {
        for (int id : new int[] {-1, Integer.MAX_VALUE}) {
            assertThatThrownBy(
                            () ->
                                    fingerprint(
                                            root ->
                                                    ((ObjectNode) root.get("added_tokens").get(3))
                                                            .put("id", id)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("added_tokens has id " + id);
        }
    }

    static Tokenizer bundled(String name) {
        return Tokenizer.open(ModelDirectory.open(MODELS.resolve(name)));
    }

    @Test
    void boundsATextsTokensByItsLengthOnlyWhereNoCharacterGetsLost() throws IOException {
        assertThat(definition(root -> {}).longestToken()).hasValue("circumstances".length() + 1);
        assertThat(definition(root -> root.putObject("normalizer").put("type", "NFC")))
                .returns(OptionalInt.empty(), TokenizerDefinition::longestToken);
        assertThat(
                        definition(
                                root ->
                                        ((ObjectNode) root.at("/added_tokens/0"))
                                                .put("rstrip", true)))
                .returns(OptionalInt.empty(), TokenizerDefinition::longestToken);
        assertThat(
                        definition(
                                root ->
                                        root.putObject("pre_tokenizer")
                                                .put("type", "Split")
                                                .put("behavior", "Removed")))
                .returns(OptionalInt.empty(), TokenizerDefinition::longestToken);
        assertThat(definition(root -> root.putObject("decoder").put("type", "Metaspace")))
                .returns(OptionalInt.empty(), TokenizerDefinition::longestToken);
    }

    private String fingerprint(Consumer<ObjectNode> change) throws IOException {
        return definition(change).fingerprint();
    }

    private TokenizerDefinition definition(Consumer<ObjectNode> change) throws IOException {
        ObjectNode root =
                (ObjectNode) MAPPER.readTree(MODELS.resolve("draft/tokenizer.json").toFile());
        change.accept(root);
        Path file = directory.resolve("tokenizer.json");
        MAPPER.writeValue(file.toFile(), root);
        return TokenizerDefinition.read(file, List.of(), TokenizerBuild.AS_IT_IS);
    }

    private static ObjectNode vocabulary(ObjectNode root) {
        return (ObjectNode) root.get("model").get("vocab");
    }

    private static void merges(ObjectNode root, Consumer<ArrayNode> change) {
        change.accept((ArrayNode) root.get("model").get("merges"));
    }

    private static void asText(ArrayNode merges) {
        for (int i = 0; i < merges.size(); i++) {
            merges.set(
                    i, merges.get(i).get(0).textValue() + " " + merges.get(i).get(1).textValue());
        }
    }

    private static int[] ids(JsonNode list) {
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = list.get(i).intValue();
        }
        return ids;
    }
}
