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
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GenerationDefaultsTest {

    @TempDir private Path directory;

    @Test
    void namesWhatWouldChangeATextAndHasNoEffect() throws IOException {
        assertThat(
                        withoutEffect(
                                "{\"stop_strings\": [\"x\"], \"num_beams\": 4, \"max_length\": 20,"
                                        + " \"begin_suppress_tokens\": [1], \"forced_eos_token_id\": 2,"
                                        + " \"typical_p\": 0.5}",
                                false))
                .containsExactly(
                        "begin_suppress_tokens", "forced_eos_token_id", "max_length", "num_beams");
        assertThat(withoutEffect("{\"typical_p\": 0.5}", true)).containsExactly("typical_p");
    }

    @Test
    void saysNothingOfValuesThatChangeNoText() throws IOException {
        assertThat(
                        withoutEffect(
                                "{\"stop_strings\": null, \"suppress_tokens\": [], \"num_beams\": 1,"
                                        + " \"no_repeat_ngram_size\": 0, \"typical_p\": 1.0,"
                                        + " \"max_length\": 20, \"max_new_tokens\": 5, \"top_k\": 7}",
                                true))
                .isEmpty();
    }

    @Test
    void takesWhichTokensAreDrawnAndWhereATextEnds() throws IOException {
        GenerationRules rules =
                rules(
                        "{\"stop_strings\": \"END\", \"min_new_tokens\": 2, \"suppress_tokens\": [3],"
                                + " \"bad_words_ids\": [[4, 5], [7], [2]], \"eos_token_id\": [2, 9]}");

        assertThat(rules)
                .isEqualTo(
                        new GenerationRules(
                                List.of("END"),
                                OptionalInt.of(2),
                                List.of(3),
                                List.of(List.of(4, 5), List.of(7))));
        assertThat(rules("{\"stop_strings\": null, \"bad_words_ids\": []}"))
                .isEqualTo(GenerationRules.NONE);
    }

    @Test
    void chanceThatTheFileRulesOutIsNoDefault() throws IOException {
        assertThat(open("{\"do_sample\": false, \"temperature\": 0.7}").temperature())
                .isEqualTo(OptionalDouble.of(0));
        assertThat(open("{\"temperature\": 0.7}").temperature()).isEmpty();
    }

    /** As transformers reads models from before there was a file of its own for it. */
    @Test
    void withoutAFileOfTheirOwnTheyStandInTheConfiguration() throws IOException {
        String json = "\"do_sample\": true, \"temperature\": 0.7, \"max_new_tokens\": 5";

        GenerationDefaults defaults = openConfig(json);
        assertThat(defaults.temperature()).isEqualTo(OptionalDouble.of(0.7));
        assertThat(defaults.maxNewTokens()).isEqualTo(OptionalInt.of(5));

        Files.writeString(directory.resolve("generation_config.json"), "{}");
        assertThat(openConfig(json).maxNewTokens()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "\"stop_strings\": [\"\"] ! stop_strings is [\"\"]; allowed: texts of at least one",
                "\"stop_strings\": 7 ! stop_strings is 7; allowed: texts",
                "\"min_new_tokens\": -1 ! min_new_tokens is -1; allowed: a whole number of at least 0",
                "\"min_new_tokens\": 2.5 ! min_new_tokens is 2.5; allowed: a whole number",
                "\"do_sample\": true, \"top_k\": 50.5 ! top_k is 50.5; allowed: a whole number",
                "\"suppress_tokens\": [100] ! suppress_tokens is [100]; allowed: ids from 0 to below",
                "\"bad_words_ids\": [1] ! bad_words_ids is [1]; allowed: lists of token ids",
                "\"bad_words_ids\": [[]] ! bad_words_ids is [[]]; allowed: lists of token ids",
                "\"bad_words_ids\": [[1, 100]] ! bad_words_ids is [[1,100]]; allowed: ids from 0",
            })
    void refusesRulesByName(String setting, String named) {
        assertThatThrownBy(() -> open("{" + setting + "}"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("generation_config.json: ")
                .hasMessageContaining(named);
    }

    private GenerationRules rules(String json) throws IOException {
        return open(json).rules();
    }

    private GenerationDefaults open(String json) throws IOException {
        Files.writeString(directory.resolve("generation_config.json"), json);
        return openConfig("\"model_type\": \"llama\"");
    }

    private GenerationDefaults openConfig(String more) throws IOException {
        Files.writeString(
                directory.resolve("config.json"),
                "{\"architectures\": [\"LlamaForCausalLM\"], \"vocab_size\": 100, \"hidden_size\": 64,"
                        + " \"intermediate_size\": 96, \"num_hidden_layers\": 2,"
                        + " \"num_attention_heads\": 4, "
                        + more
                        + "}");
        return ModelDirectory.open(directory).generationDefaults();
    }

    private List<String> withoutEffect(String json, boolean doSample) throws IOException {
        Path file = Files.writeString(directory.resolve("generation_config.json"), json);
        return GenerationDefaults.withoutEffect(JsonSettings.read(file), doSample);
    }
}
