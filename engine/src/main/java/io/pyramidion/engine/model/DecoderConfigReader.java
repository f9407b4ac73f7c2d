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

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads {@code config.json}. What is absent takes the default that transformers has for the
 * architecture; what would change the computation in a way that the decoder does not know is
 * refused by name.
 */
final class DecoderConfigReader {

    private final JsonSettings config;
    private final Architecture architecture;

    private DecoderConfigReader(JsonSettings config) {
        this.config = config;
        this.architecture = Architecture.read(config);
    }

    static DecoderConfig read(JsonSettings config) {
        return new DecoderConfigReader(config).read();
    }

    private DecoderConfig read() {
        if (config.has("quantization_config")) {
            throw config.fault(
                    "quantization_config", "none, since weights must be in F32, F16 or BF16");
        }
        int vocabSize = config.count("vocab_size");
        int heads = config.count("num_attention_heads");
        int headDim = headDimension(heads);
        double partial = RopeReader.partialFactor(config, architecture);
        int rotated = (int) (headDim * partial);
        if (rotated % 2 != 0 || rotated == 0) {
            throw config.fault("partial_rotary_factor", "an even part of head_dim " + headDim);
        }
        List<Integer> windows = AttentionWindows.read(config, architecture);
        RopeReader ropes = new RopeReader(config, architecture, rotated);
        RopeSettings rope = architecture == Architecture.GEMMA3 ? ropes.readFull() : ropes.read();
        boolean biases =
                architecture.mayHaveAttentionBias() && config.flag("attention_bias", false);
        int positions = config.count("max_position_embeddings", architecture.defaultPositions());
        return new DecoderConfig(
                architecture,
                vocabSize,
                config.count("hidden_size"),
                config.count("intermediate_size"),
                config.count("num_hidden_layers"),
                heads,
                keyValueHeads(heads),
                headDim,
                config.positive("rms_norm_eps", architecture.defaultEpsilon()),
                rope.scaling().maxPositions(positions),
                config.flag("tie_word_embeddings", architecture.tiesByDefault()),
                biases || architecture == Architecture.QWEN2,
                biases,
                architecture.mayHaveMlpBias() && config.flag("mlp_bias", false),
                headNorm(),
                windows,
                rope,
                tokens("bos_token_id", architecture.defaultBeginning(), vocabSize).stream()
                        .mapToInt(Integer::intValue)
                        .findFirst(),
                tokens("eos_token_id", architecture.defaultEnd(), vocabSize),
                options(headDim, partial, layerRopes(ropes, rope, windows)));
    }

    /** Absent, there is the architecture's default if the vocabulary has it; set to null, none. */
    private List<Integer> tokens(String key, OptionalInt otherwise, int vocabSize) {
        return config.node().has(key)
                ? config.tokenIds(key, vocabSize)
                : otherwise.stream().filter(id -> id < vocabSize).boxed().toList();
    }

    private HeadNorm headNorm() {
        return switch (architecture) {
            case QWEN3, GEMMA3 -> HeadNorm.EACH;
            case OLMO2 -> HeadNorm.ALL;
            default -> HeadNorm.NONE;
        };
    }

    private DecoderOptions options(int headDim, double partial, List<RopeSettings> layerRopes) {
        boolean gemma = architecture == Architecture.GEMMA || architecture == Architecture.GEMMA3;
        LayerTensors tensors =
                switch (architecture) {
                    case PHI3 -> LayerTensors.FUSED;
                    case OLMO2 -> LayerTensors.NORMS_BEHIND;
                    case GEMMA3 -> LayerTensors.NORMS_AROUND;
                    default -> LayerTensors.LLAMA;
                };
        double root = Math.sqrt(headDim);
        double query =
                switch (architecture) {
                    case GRANITE -> config.positive("attention_multiplier", 1) * root;
                    case GEMMA3 -> root / Math.sqrt(config.positive("query_pre_attn_scalar", 256));
                    default -> 1;
                };
        boolean granite = architecture == Architecture.GRANITE;
        double embedding = gemma ? Math.sqrt(config.count("hidden_size")) : 1;
        return new DecoderOptions(
                tensors,
                gemma ? gemmaActivation() : activation("hidden_act", Activation.SILU),
                gemma,
                granite ? config.positive("embedding_multiplier", 1) : embedding,
                query,
                granite ? config.positive("residual_multiplier", 1) : 1,
                granite ? config.positive("logits_scaling", 1) : 1,
                partial,
                layerRopes);
    }

    /**
     * The first Gemma's configurations say {@code gelu} and mean the kind that is taken from the
     * hyperbolic tangent, as transformers 5 takes it. Its class knows {@code hidden_act} alone,
     * that of Gemma 3 {@code hidden_activation} alone.
     */
    private Activation gemmaActivation() {
        refuse("attn_logit_softcapping");
        refuse("final_logit_softcapping");
        if (config.flag("use_bidirectional_attention", false)) {
            throw config.fault("use_bidirectional_attention", "false");
        }
        if (architecture == Architecture.GEMMA3) {
            return activation("hidden_activation", Activation.GELU_TANH);
        }
        boolean gelu = config.text("hidden_act").filter("gelu"::equals).isPresent();
        return gelu ? Activation.GELU_TANH : activation("hidden_act", Activation.GELU_TANH);
    }

    private void refuse(String key) {
        if (config.has(key)) {
            throw config.fault(key, "none");
        }
    }

    private Activation activation(String key, Activation otherwise) {
        return config.text(key)
                .map(
                        name ->
                                Activation.named(name)
                                        .orElseThrow(() -> config.fault(key, Activation.allowed())))
                .orElse(otherwise);
    }

    private List<RopeSettings> layerRopes(
            RopeReader ropes, RopeSettings full, List<Integer> windows) {
        List<RopeSettings> layers = new ArrayList<>();
        if (architecture == Architecture.GEMMA3) {
            RopeSettings sliding = ropes.readSliding(10_000);
            windows.forEach(window -> layers.add(window > 0 ? sliding : full));
        } else if (architecture == Architecture.SMOLLM3) {
            JsonNode rotating = config.node().path("no_rope_layers");
            int interval = config.count("no_rope_layer_interval", 4);
            if (config.has("no_rope_layers") && rotating.size() != windows.size()) {
                throw config.fault(
                        "no_rope_layers", "one for each of num_hidden_layers, " + windows.size());
            }
            for (int i = 0; i < windows.size(); i++) {
                boolean rotates =
                        config.has("no_rope_layers")
                                ? rotating.get(i).asInt() != 0
                                : (i + 1) % interval != 0;
                layers.add(rotates ? full : RopeSettings.STILL);
            }
        }
        return layers;
    }

    /** Absent, it has the architecture's default; set to null, there are as many as queries. */
    private int keyValueHeads(int heads) {
        String key = "num_key_value_heads";
        int otherwise = config.node().has(key) ? heads : architecture.defaultKeyValueHeads(heads);
        int kvHeads = config.count(key, otherwise);
        if (heads % kvHeads != 0) {
            throw config.fault(
                    key,
                    "a divisor of num_attention_heads, which is "
                            + heads
                            + (config.has(key)
                                    ? ""
                                    : "; the architecture's default is " + kvHeads));
        }
        return kvHeads;
    }

    private int headDimension(int heads) {
        int hiddenSize = config.count("hidden_size");
        int own = architecture.defaultHeadDimension();
        if (!config.has("head_dim") && own == 0 && hiddenSize % (2 * heads) != 0) {
            throw config.fault(
                    "hidden_size",
                    "without head_dim, a multiple of twice num_attention_heads, which is " + heads);
        }
        int headDim = config.count("head_dim", own > 0 ? own : hiddenSize / heads);
        if (headDim % 2 != 0) {
            throw config.fault("head_dim", "even numbers");
        }
        return headDim;
    }
}
