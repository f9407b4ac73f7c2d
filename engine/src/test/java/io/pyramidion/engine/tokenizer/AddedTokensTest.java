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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What files beside tokenizer.json say of a tokenizer's tokens. */
class AddedTokensTest {

    private static final Path DRAFT =
            Path.of(System.getProperty("pyramidion.root"), "models", "draft");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path directory;

    @BeforeEach
    void aModelOf4096TokensWhoseFilesNameNone() throws IOException {
        settings("");
        for (String file : new String[] {"config.json", "tokenizer.json"}) {
            Files.copy(DRAFT.resolve(file), directory.resolve(file));
        }
    }

    @Test
    void aTokenThatOnlyTheSettingsDeclareComesBehindAllOthers() throws IOException {
        settings(
                "\"added_tokens_decoder\": {\"4096\": {\"content\": \"<call>\", \"special\": true}}");

        try (Tokenizer tokenizer = open()) {
            assertThat(tokenizer.encode("Hi<call>", false)).endsWith(4096);
            assertThat(tokenizer.isSpecial(4096)).isTrue();
            assertThat(tokenizer.decode(new int[] {4096})).isEmpty();
            assertThat(tokenizer.vocabularySize()).isEqualTo(4097);
        }
    }

    @Test
    void flagsOfTheSettingsWinOverThoseOfTheTokenizer() throws IOException {
        String text = "Hi  <|end|>  you";
        int plain;
        try (Tokenizer tokenizer = open()) {
            plain = tokenizer.encode(text, false).length;
        }
        settings(
                "\"added_tokens_decoder\": {\"3\": {\"content\": \"<|end|>\", \"lstrip\": true,"
                        + " \"rstrip\": true, \"special\": true}}");

        try (Tokenizer tokenizer = open()) {
            assertThat(tokenizer.encode(text, false)).hasSizeLessThan(plain);
            assertThat(tokenizer.minTokens(text)).isZero();
        }
    }

    @Test
    void aNamedTokenIsSpecialWhereverItIsNamed() throws IOException {
        int[] word;
        try (Tokenizer tokenizer = open()) {
            word = tokenizer.encode(" the", false);
            assertThat(word).hasSize(1);
            assertThat(tokenizer.isSpecial(word[0])).isFalse();
        }
        Files.writeString(
                directory.resolve("special_tokens_map.json"), "{\"pad_token\": \"\u0120the\"}");

        try (Tokenizer tokenizer = open()) {
            assertThat(tokenizer.isSpecial(word[0])).isTrue();
            assertThat(tokenizer.encode("\u0120the", false)).containsExactly(word);
        }
    }

    @Test
    void aTokenThatIsOnlyNamedChangesNothingOfWhatModelsShare() throws IOException {
        String plain;
        try (Tokenizer tokenizer = open()) {
            plain = tokenizer.fingerprint();
        }
        settings("\"pad_token\": \"[PAD]\"");

        try (Tokenizer tokenizer = open()) {
            assertThat(tokenizer.encode("[PAD]", false)).containsExactly(4096);
            assertThat(tokenizer.fingerprint()).isEqualTo(plain);
            assertThat(tokenizer.vocabularySize()).isEqualTo(4096);
        }
    }

    @Test
    void theOldFileOfAddedTokensIsReadUnlessTheTokenizerHasTheId() throws IOException {
        Files.writeString(
                directory.resolve("added_tokens.json"), "{\"<new>\": 4096, \"<other>\": 3}");

        try (Tokenizer tokenizer = open()) {
            assertThat(tokenizer.encode("<new><|end|>", false)).containsExactly(4096, 3);
            assertThat(tokenizer.encode("<other>", false).length).isGreaterThan(1);
            assertThat(tokenizer.decode(new int[] {4096})).isEqualTo("<new>");
        }
    }

    @Test
    void filesThatContradictEachOtherAboutAnIdAreRefusedWithBothNames() throws IOException {
        settings(
                "\"added_tokens_decoder\": {\"7\": {\"content\": \"<|end|>\", \"special\": true}}");
        refuses(
                "tokenizer.json gives the token <|end|> the id 3, but tokenizer_config.json says 7");

        settings("\"added_tokens_decoder\": {\"5000\": {\"content\": \"<far>\"}}");
        refuses("gives the token <far> the id 4096, but tokenizer_config.json says 5000");
    }

    @Test
    void anIdThatTheNativeTokenizerWouldNotGiveIsRefused() throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(directory.resolve("tokenizer.json").toFile());
        root.withArray("added_tokens")
                .addObject()
                .put("id", 4100)
                .put("content", "<far>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", false);
        JSON.writeValue(directory.resolve("tokenizer.json").toFile(), root);

        refuses("tokenizer.json: added_tokens gives <far> the id 4100; allowed: [4096]");
    }

    private void refuses(String named) {
        assertThatThrownBy(() -> open().close())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(named);
    }

    private Tokenizer open() {
        return Tokenizer.open(ModelDirectory.open(directory));
    }

    private void settings(String settings) throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"tokenizer_class\": \"PreTrainedTokenizerFast\""
                        + (settings.isEmpty() ? "" : ", " + settings)
                        + "}");
    }
}
