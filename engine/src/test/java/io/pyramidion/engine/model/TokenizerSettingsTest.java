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
package io.pyramidion.engine.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class TokenizerSettingsTest {

    private static final String CONFIG = "tokenizer_config.json";
    private static final String MAP = "special_tokens_map.json";
    private static final String BACKEND = "\"tokenizer_class\": \"PreTrainedTokenizerFast\"";

    @TempDir private Path directory;

    @Test
    void theMapNamesSpecialTokensWhereTheSettingsNameNone() throws IOException {
        write(CONFIG, "{" + BACKEND + ", \"clean_up_tokenization_spaces\": false}");
        write(
                MAP,
                "{\"bos_token\": {\"content\": \"<b>\", \"lstrip\": true}, \"pad_token\": \"<p>\"}");

        assertThat(read().specialTokens())
                .containsExactlyInAnyOrderEntriesOf(Map.of("bos_token", "<b>", "pad_token", "<p>"));
        assertThat(read().addedTokens())
                .contains(
                        new AddedToken(
                                "<b>",
                                -1,
                                false,
                                true,
                                false,
                                false,
                                true,
                                AddedToken.Source.NAME));
    }

    @Test
    void theMapWinsUnlessTheSettingsDeclareTokensById() throws IOException {
        write(MAP, "{\"bos_token\": \"<map>\", \"eos_token\": null}");
        write(CONFIG, "{" + BACKEND + ", \"bos_token\": \"<set>\", \"eos_token\": \"<e>\"}");
        assertThat(read().specialTokens()).isEqualTo(Map.of("bos_token", "<map>"));

        write(
                CONFIG,
                "{"
                        + BACKEND
                        + ", \"bos_token\": \"<set>\", \"eos_token\": \"<e>\", \"added_tokens_decoder\": {}}");
        assertThat(read().specialTokens())
                .isEqualTo(Map.of("bos_token", "<set>", "eos_token", "<e>"));
    }

    @Test
    void namesOfTheModelsOwnAreTextsOrStandInAnObject() throws IOException {
        write(
                CONFIG,
                "{"
                        + BACKEND
                        + ", \"image_token\": \"<i>\", \"add_bos_token\": true, \"extra_special_tokens\":"
                        + " {\"audio_token\": \"<a>\"}, \"added_tokens_decoder\": {}}");

        assertThat(read().specialTokens())
                .isEqualTo(Map.of("image_token", "<i>", "audio_token", "<a>"));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "LlamaTokenizer, llama, <s>",
        "LlamaTokenizer, mistral, none",
        "LlamaTokenizer, granite, none",
        "LlamaTokenizer, olmo2, none",
        "LlamaTokenizer, phi3, none",
        "LlamaTokenizerFast, llama, <s>",
        "GemmaTokenizer, gemma, <bos>",
        "GPT2Tokenizer, llama, <|endoftext|>",
        "PreTrainedTokenizerFast, llama, none",
        "Qwen2Tokenizer, qwen2, none",
        "LlamaTokenizer, qwen2, none",
        "LlamaTokenizer, qwen3, <s>",
        "LlamaTokenizer, smollm3, <s>",
        "SomeNewTokenizer, llama, none",
    })
    void aClassHasDefaultsOfItsOwn(String name, String model, String bos) throws IOException {
        write(CONFIG, "{\"tokenizer_class\": \"" + name + "\"}");
        assertThat(read(model).specialTokens().getOrDefault("bos_token", "none")).isEqualTo(bos);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"llama, none", "granite, none", "mistral, none", "gemma, <bos>"})
    void withoutAClassTheModelHasOneIfTransformersKnowsIt(String model, String bos)
            throws IOException {
        assertThat(read(model).specialTokens().getOrDefault("bos_token", "none")).isEqualTo(bos);
    }

    @Test
    void aModelThatTransformersKnowsToNameAWrongClassIsTakenAsItIs() throws IOException {
        directory = Files.createDirectory(directory.resolve("DeepSeek-R1-Distill-Llama-8B"));
        write(CONFIG, "{\"tokenizer_class\": \"LlamaTokenizerFast\"}");
        assertThat(read("llama").build().type()).isEqualTo(TokenizerClass.BACKEND);
    }

    @Test
    void theClassNamedBesideAProgramCounts() throws IOException {
        write(CONFIG, "{\"tokenizer_class\": \"LlamaTokenizer\", \"auto_map\": [null, \"x.Y\"]}");
        assertThat(read("mistral").specialTokens()).containsEntry("bos_token", "<s>");
    }

    @Test
    void aNameSetToNullHasNoDefault() throws IOException {
        write(CONFIG, "{\"tokenizer_class\": \"LlamaTokenizer\", \"bos_token\": null}");
        assertThat(read("llama").specialTokens())
                .isEqualTo(Map.of("eos_token", "</s>", "unk_token", "<unk>"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(value = {"{}", "[]", "null"})
    void theOldNameOfMoreSpecialTokensCountsWhereTheNewOneIsEmpty(String extra) throws IOException {
        write(
                CONFIG,
                "{"
                        + BACKEND
                        + ", \"extra_special_tokens\": "
                        + extra
                        + ", \"additional_special_tokens\": [\"<x>\"], \"added_tokens_decoder\": {}}");

        assertThat(read().addedTokens()).extracting(AddedToken::content).containsExactly("<x>");
    }

    @Test
    void tokensOfTheOldFileAreSpecialIfTheyAreNamed() throws IOException {
        write(CONFIG, "{" + BACKEND + ", \"pad_token\": \"<p>\"}");
        write("added_tokens.json", "{\"<x>\": 8, \"<p>\": 7}");

        assertThat(read().addedTokens().subList(0, 2))
                .extracting(AddedToken::content, AddedToken::id, AddedToken::special)
                .containsExactly(tuple("<p>", 7, true), tuple("<x>", 8, false));
    }

    @Test
    void templatesInFilesWinTogetherOverTheSettings() throws IOException {
        write(CONFIG, "{\"chat_template\": {\"default\": \"d\", \"rag\": \"r\"}}");
        assertThat(read().chatTemplates()).isEqualTo(Map.of("default", "d", "rag", "r"));

        Files.createDirectory(directory.resolve("additional_chat_templates"));
        write("additional_chat_templates/tool_use.jinja", "t");
        assertThat(read().chatTemplates()).isEqualTo(Map.of("tool_use", "t"));
        write("chat_template.jinja", "j");
        assertThat(read().chatTemplates()).isEqualTo(Map.of("default", "j", "tool_use", "t"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "\"bos_token\": 1 ! bos_token is 1; allowed: a text, or an object with content",
                "\"bos_token\": {} ! bos_token.content is null; allowed: a text of at least",
                "\"added_tokens_decoder\": {\"x\": {\"content\": \"<a>\"}} ! added_tokens_decoder.x is",
                "\"added_tokens_decoder\": {\"5\": \"<a>\"} ! added_tokens_decoder.5 is \"<a>\"; allowed: an",
                "\"extra_special_tokens\": [1] ! extra_special_tokens is [1]; allowed: texts, or objects",
                "\"split_special_tokens\": true ! split_special_tokens is true; allowed: false",
                "\"fix_mistral_regex\": true ! fix_mistral_regex is true; allowed: false",
                "\"add_prefix_space\": 1 ! add_prefix_space is 1; allowed: true or false",
                "\"clean_up_tokenization_spaces\": true, \"clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output\": true ! will_corrupt_output is true; allowed: false",
                "\"chat_template\": [\"t\"] ! chat_template is [\"t\"]; allowed: a list of objects",
            })
    void refusesWhatItCannotReadByName(String setting, String named) throws IOException {
        write(CONFIG, "{" + setting + "}");
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(CONFIG + ": ")
                .hasMessageContaining(named);
    }

    private TokenizerSettings read() throws IOException {
        return read("mistral");
    }

    private TokenizerSettings read(String model) throws IOException {
        write("config.json", "{\"model_type\": \"" + model + "\"}");
        return TokenizerSettingsReader.read(
                directory, JsonSettings.read(directory.resolve("config.json")));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }
}
