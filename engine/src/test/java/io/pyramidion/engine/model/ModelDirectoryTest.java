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
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelDirectoryTest {

    private static final Path MODELS = Path.of(System.getProperty("pyramidion.root"), "models");
    private static final String SMALLEST =
            "\"architectures\": [\"LlamaForCausalLM\"], \"vocab_size\": 100, \"hidden_size\": 64,"
                    + " \"intermediate_size\": 96, \"num_hidden_layers\": 2,"
                    + " \"num_attention_heads\": 4";

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"draft", "qualifier", "target"})
    void opensTheBundledFamily(String name) {
        ModelDirectory model = ModelDirectory.open(MODELS.resolve(name));

        assertThat(model.name()).isEqualTo(name);
        assertThat(model.config().vocabSize()).isEqualTo(4096);
        assertThat(model.config().maxPositions()).isEqualTo(1024);
        assertThat(model.config().tieWordEmbeddings()).isTrue();
        assertThat(model.config().rope().theta()).isEqualTo(10_000);
        assertThat(model.generationDefaults().eosTokenIds()).containsExactly(3, 0);
        assertThat(model.generationDefaults().doSample()).isFalse();
        assertThat(model.specialTokens())
                .containsEntry("bos_token", "<|endoftext|>")
                .containsEntry("eos_token", "<|end|>");
        assertThat(model.chatTemplate())
                .hasValueSatisfying(t -> assertThat(t).contains("<|user|>"));
        assertThat(model.tokenizerFile()).isRegularFile();
        try (Weights weights = model.openWeights()) {
            assertThatCode(() -> LlamaWeights.check(model.config(), weights))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void hasNothingOfTheLayersThatAreCutOff() {
        ModelDirectory model = ModelDirectory.open(MODELS.resolve("target")).withLayers(2);

        assertThat(model.config().layers()).isEqualTo(2);
        assertThat(model.stored().layers()).isEqualTo(6);
        try (Weights weights = model.openWeights()) {
            assertThat(LlamaWeights.ignored(weights, LlamaWeights.check(model.config(), weights)))
                    .isEmpty();
            assertThat(weights.names()).anyMatch(name -> name.startsWith("model.layers.1."));
        }
    }

    @Test
    void absentSettingsTakeTheDefaultsOfTransformers() throws IOException {
        DecoderConfig config = open(SMALLEST).config();

        assertThat(config.kvHeads()).isEqualTo(4);
        assertThat(config.headDim()).isEqualTo(16);
        assertThat(config.rmsNormEps()).isEqualTo(1e-6);
        assertThat(config.maxPositions()).isEqualTo(2048);
        assertThat(config.tieWordEmbeddings()).isFalse();
        assertThat(config.attentionBias() || config.mlpBias()).isFalse();
        assertThat(config.bosTokenId()).hasValue(1);
        assertThat(config.eosTokenIds()).containsExactly(2);
        assertThat(config.options()).isEqualTo(DecoderOptions.LLAMA);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Llama, 2",
        "Mistral, 2",
        "Granite, 2",
        "Qwen2, -1",
        "Qwen3, -1",
        "Gemma, 1",
        "Phi3, -1",
    })
    void theEndTokenOfAConfigurationThatNamesNoneIsItsArchitecturesIfTheVocabularyHasIt(
            String architecture, int end) throws IOException {
        List<Integer> expected = end < 0 ? List.of() : List.of(end);
        String heads = "\"num_key_value_heads\": 4";

        assertThat(open(of(architecture, heads)).config().eosTokenIds()).isEqualTo(expected);
        assertThat(
                        open(of(architecture, heads + ", \"eos_token_id\": null"))
                                .config()
                                .eosTokenIds())
                .isEmpty();
    }

    @Test
    void geluMeansTheTanhKindToTheFirstGemmaAlone() throws IOException {
        String heads = "\"num_key_value_heads\": 4, \"hidden_act\": \"gelu\"";
        String other = heads + ", \"hidden_activation\": \"relu\"";

        assertThat(open(of("Gemma", other)).config().options().activation())
                .isEqualTo(Activation.GELU_TANH);
        assertThat(open(of("Gemma3", heads)).config().options().activation())
                .isEqualTo(Activation.GELU_TANH);
        assertThatThrownBy(() -> open(of("Gemma3", other)))
                .hasMessageContaining("hidden_activation is \"relu\"");
    }

    @Test
    void headDimensionsMayStandApartFromTheWidth() throws IOException {
        assertThat(open(SMALLEST + ", \"head_dim\": 32").config().headDim()).isEqualTo(32);
        assertThat(open(SMALLEST + ", \"head_dim\": null").config().headDim()).isEqualTo(16);
    }

    @Test
    void endTokensMayBeOneOrSeveral() throws IOException {
        assertThat(open(SMALLEST + ", \"eos_token_id\": 7").generationDefaults().eosTokenIds())
                .containsExactly(7);
        Files.writeString(
                directory.resolve("generation_config.json"), "{\"eos_token_id\": [8, 9]}");
        ModelDirectory model = open(SMALLEST + ", \"eos_token_id\": 7");
        assertThat(model.generationDefaults().eosTokenIds()).containsExactly(8, 9);
        assertThat(model.config().eosTokenIds()).isEqualTo(List.of(7));
    }

    @Test
    void samplingDefaultsCountOnlyWhereTheModelIsMeantToBeSampled() throws IOException {
        String values = "\"temperature\": 0.6, \"top_p\": 0.9, \"top_k\": 50";
        Path file = directory.resolve("generation_config.json");

        Files.writeString(file, "{" + values + ", \"max_new_tokens\": 20}");
        GenerationDefaults greedy = open(SMALLEST).generationDefaults();
        Files.writeString(file, "{\"do_sample\": true, " + values + "}");
        GenerationDefaults sampled = open(SMALLEST).generationDefaults();

        assertThat(greedy.temperature()).isEmpty();
        assertThat(greedy.topK()).isEmpty();
        assertThat(greedy.maxNewTokens()).isEqualTo(OptionalInt.of(20));
        assertThat(sampled.temperature()).isEqualTo(OptionalDouble.of(0.6));
        assertThat(sampled.topP()).isEqualTo(OptionalDouble.of(0.9));
        assertThat(sampled.topK()).isEqualTo(OptionalInt.of(50));
        assertThat(sampled.minP()).isEmpty();
    }

    @Test
    void takesTheChatTemplateFromWhereverItStands() throws IOException {
        Path settings = directory.resolve("tokenizer_config.json");
        assertThat(open(SMALLEST).chatTemplate()).isEmpty();
        Files.writeString(
                settings,
                "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"},"
                        + " {\"name\": \"default\", \"template\": \"d\"}]}");
        assertThat(open(SMALLEST).chatTemplate()).contains("d");
        Files.writeString(
                settings,
                "{\"chat_template\": \"s\", \"bos_token\": {\"content\": \"<b>\"}, \"tokenizer_class\":"
                        + " \"TokenizersBackend\", \"add_bos_token\": true, \"pad_token\": null}");
        assertThat(open(SMALLEST).chatTemplate()).contains("s");
        assertThat(open(SMALLEST).specialTokens()).containsOnlyKeys("bos_token");
        Files.writeString(directory.resolve("chat_template.jinja"), "j");
        assertThat(open(SMALLEST).chatTemplate()).contains("j");
    }

    @Test
    void everyArchitectureHasItsOwnOptions() throws IOException {
        DecoderConfig llama = open(SMALLEST + ", \"attention_bias\": true").config();
        DecoderConfig mistral = open(of("Mistral", "\"head_dim\": 32")).config();
        DecoderConfig qwen2 = open(of("Qwen2", "\"use_sliding_window\": false")).config();
        DecoderConfig qwen3 = open(of("Qwen3", "\"max_window_layers\": 1")).config();

        assertThat(llama.architecture()).isEqualTo(Architecture.LLAMA);
        assertThat(llama.attentionBias() && llama.outputBias()).isTrue();
        assertThat(llama.windows()).containsExactly(0, 0);
        assertThat(mistral.architecture()).isEqualTo(Architecture.MISTRAL);
        assertThat(mistral.headDim()).isEqualTo(32);
        assertThat(mistral.maxPositions()).isEqualTo(131072);
        assertThat(mistral.windows()).containsExactly(4096, 4096);
        assertThat(qwen2.architecture()).isEqualTo(Architecture.QWEN2);
        assertThat(qwen2.attentionBias()).isTrue();
        assertThat(qwen2.outputBias()).isFalse();
        assertThat(qwen2.headNorm()).isEqualTo(HeadNorm.NONE);
        assertThat(qwen2.windows()).containsExactly(0, 0);
        assertThat(qwen3.architecture()).isEqualTo(Architecture.QWEN3);
        assertThat(qwen3.headDim()).isEqualTo(128);
        assertThat(qwen3.headNorm()).isEqualTo(HeadNorm.EACH);
        assertThat(qwen3.attentionBias()).isFalse();
    }

    @Test
    void aWindowMayBeSetToNoneOrHoldForSomeLayersOnly() throws IOException {
        assertThat(windows("Mistral", "\"sliding_window\": null")).containsExactly(0, 0);
        assertThat(windows("Mistral", "\"sliding_window\": 7")).containsExactly(7, 7);
        String sliding = "\"use_sliding_window\": true, \"sliding_window\": 9, ";
        assertThat(windows("Qwen2", sliding + "\"max_window_layers\": 1")).containsExactly(0, 9);
        assertThat(windows("Qwen3", sliding + "\"max_window_layers\": 2")).containsExactly(0, 0);
        assertThat(
                        windows(
                                "Qwen3",
                                sliding
                                        + "\"layer_types\": [\"sliding_attention\", \"full_attention\"]"))
                .containsExactly(9, 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "Mistral ! \"layer_types\": [\"full_attention\"] ! layer_types is",
                "Mistral ! \"sliding_window\": 0 ! sliding_window is 0; allowed: a whole number",
                "Qwen2 ! \"layer_types\": [\"full_attention\"] ! allowed: one for each of num_hidden",
                "Qwen2 ! \"layer_types\": [\"full_attention\", \"sliding_attention\"] ! layer_types is",
                "Qwen3 ! \"layer_types\": [\"full_attention\", \"linear_attention\"] ! layer_types is",
                "Qwen3 ! \"rope_scaling\": {\"rope_type\": \"yarn\"} ! rope_scaling.factor is missing",
                "Qwen2 ! \"rope_scaling\": {\"type\": \"mrope\"} ! type is \"mrope\"; allowed:",
                "Gemma3 ! \"rope_scaling\": {\"type\": \"linear\", \"factor\": 2} ! rope_scaling.type is \"linear\"; allowed: rope_type in its place",
                "Gemma3 ! \"sliding_window\": null ! sliding_window is null; allowed: a whole number of at least 1",
                "Qwen2 ! \"use_sliding_window\": true, \"max_window_layers\": 1.5 ! max_window_layers is 1.5; allowed: a whole number of at least 0",
                "Qwen2 ! \"partial_rotary_factor\": 0.5 ! partial_rotary_factor is 0.5; allowed: 1",
                "Qwen2 ! \"partial_rotary_factor\": 1, \"rope_parameters\": {\"partial_rotary_factor\": 0.5} ! rope_parameters.partial_rotary_factor is 0.5; allowed: 1",
                "Qwen2 ! \"rope_parameters\": {\"full_attention\": {}} ! rope_parameters.full_attention is",
                "Phi3 ! \"rope_scaling\": {\"type\": \"linear\", \"factor\": 2} ! type is \"linear\"",
                "Mistral ! \"num_key_value_heads\": 3 ! num_key_value_heads is 3; allowed: a divisor",
            })
    void refusesOptionsOfAnArchitectureByName(String architecture, String setting, String named) {
        assertThatThrownBy(() -> open(of(architecture, setting)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("config.json: ")
                .hasMessageContaining(named);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "\"architectures\": [\"MixtralForCausalLM\"] ! architectures is [\"Mixtral",
                "\"model_type\": \"qwen2\" ! model_type is \"qwen2\"; allowed: with LlamaForCausalLM, \"llama\"",
                "\"hidden_act\": \"gelu\" ! hidden_act is \"gelu\"; allowed: \"silu\", \"swish\", \"gelu_pytorch",
                "\"quantization_config\": {} ! quantization_config is {}; allowed: none",
                "\"num_hidden_layers\": 0 ! num_hidden_layers is 0; allowed: a whole number",
                "\"num_hidden_layers\": \"2\" ! num_hidden_layers is \"2\"",
                "\"num_hidden_layers\": null ! num_hidden_layers is missing",
                "\"num_key_value_heads\": 3 ! num_key_value_heads is 3; allowed: a divisor",
                "\"head_dim\": 15 ! head_dim is 15; allowed: even",
                "\"num_attention_heads\": 5 ! hidden_size is 64; allowed: without head_dim",
                "\"rms_norm_eps\": 0 ! rms_norm_eps is 0; allowed: a number above 0",
                "\"eos_token_id\": 100 ! eos_token_id is 100; allowed: ids from 0",
                "\"eos_token_id\": [1.5] ! eos_token_id is [1.5]",
                "\"tie_word_embeddings\": 1 ! tie_word_embeddings is 1; allowed: true or false",
            })
    void refusesSettingsByName(String setting, String named) {
        assertThatThrownBy(() -> open(SMALLEST + ", " + setting))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("config.json: ")
                .hasMessageContaining(named);
    }

    @Test
    void namesTheFileAtFault() throws IOException {
        assertThatThrownBy(() -> ModelDirectory.open(directory.resolve("nowhere")))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("nowhere is not a directory");
        assertThatThrownBy(() -> ModelDirectory.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("config.json is missing");
        assertThatThrownBy(() -> open(SMALLEST + ","))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("config.json is not JSON");
        assertThatThrownBy(() -> open(SMALLEST).tokenizerFile())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json is missing");
        Files.write(directory.resolve("chat_template.jinja"), new byte[] {-1, -2});
        assertThatThrownBy(() -> open(SMALLEST))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("chat_template.jinja is not UTF-8");
    }

    private List<Integer> windows(String architecture, String settings) throws IOException {
        return open(of(architecture, settings)).config().windows();
    }

    private static String of(String architecture, String settings) {
        return SMALLEST.replace("Llama", architecture)
                + (settings.contains("num_key_value") ? "" : ", \"num_key_value_heads\": 4")
                + ", "
                + settings;
    }

    private ModelDirectory open(String settings) throws IOException {
        Files.writeString(directory.resolve("config.json"), "{" + settings + "}");
        return ModelDirectory.open(directory);
    }
}
