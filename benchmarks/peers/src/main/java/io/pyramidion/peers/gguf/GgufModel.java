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
package io.pyramidion.peers.gguf;

import io.pyramidion.engine.model.Architecture;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.DecoderOptions;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.RopeScaling;
import io.pyramidion.engine.model.Weights;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a Llama-shaped Hugging Face directory as a GGUF file.
 *
 * <p>Two things differ between the formats. llama.cpp rotates neighbouring dimensions of a head, so
 * the rows of queries and keys, where dimension i belongs with i + half, are interleaved. And Q8_0
 * stores blocks of 32, so FFN units are added, with weights of zero, up to a multiple of it.
 */
public final class GgufModel {

    private static final int FFN_BLOCK = 32;

    private final ModelDirectory directory;
    private final DecoderConfig config;
    private final TensorType type;
    private final GgufFile file = new GgufFile();

    private GgufModel(ModelDirectory directory, TensorType type) {
        this.directory = directory;
        this.config = directory.config();
        this.type = type;
    }

    /** Writes {@code file}, with the matrices in {@code type}. */
    public static void write(ModelDirectory directory, TensorType type, Path file)
            throws IOException {
        GgufModel model = new GgufModel(directory, type);
        model.settings();
        new Vocabulary(directory.tokenizerFile()).describe(model.file, model.config);
        try (Weights weights = directory.openWeights()) {
            model.tensors(weights);
            model.file.write(file);
        }
    }

    private void settings() {
        boolean plain =
                config.architecture() == Architecture.LLAMA
                        && config.rope().scaling() instanceof RopeScaling.None
                        && config.options().equals(DecoderOptions.LLAMA)
                        && !config.attentionBias()
                        && !config.outputBias()
                        && !config.mlpBias();
        if (!plain) {
            throw new IllegalArgumentException(
                    directory.path() + " is no Llama without biases and scaled positions");
        }
        file.put("general.architecture", "llama");
        file.put("general.name", directory.name());
        file.put("llama.vocab_size", config.vocabSize());
        file.put("llama.context_length", config.maxPositions());
        file.put("llama.embedding_length", config.hiddenSize());
        file.put("llama.block_count", config.layers());
        file.put("llama.feed_forward_length", ffn());
        file.put("llama.attention.head_count", config.heads());
        file.put("llama.attention.head_count_kv", config.kvHeads());
        file.put("llama.attention.key_length", config.headDim());
        file.put("llama.attention.value_length", config.headDim());
        file.put("llama.attention.layer_norm_rms_epsilon", (float) config.rmsNormEps());
        file.put("llama.rope.dimension_count", config.headDim());
        file.put("llama.rope.freq_base", (float) config.rope().theta());
    }

    private void tensors(Weights weights) {
        matrix(weights, "model.embed_tokens", "token_embd");
        vector(weights, "model.norm", "output_norm");
        if (!config.tieWordEmbeddings()) {
            matrix(weights, "lm_head", "output");
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String from = "model.layers." + layer + ".";
            String to = "blk." + layer + ".";
            vector(weights, from + "input_layernorm", to + "attn_norm");
            heads(weights, from + "self_attn.q_proj", to + "attn_q");
            heads(weights, from + "self_attn.k_proj", to + "attn_k");
            matrix(weights, from + "self_attn.v_proj", to + "attn_v");
            matrix(weights, from + "self_attn.o_proj", to + "attn_output");
            vector(weights, from + "post_attention_layernorm", to + "ffn_norm");
            matrix(weights, from + "mlp.gate_proj", to + "ffn_gate", ffn(), config.hiddenSize());
            matrix(weights, from + "mlp.up_proj", to + "ffn_up", ffn(), config.hiddenSize());
            matrix(weights, from + "mlp.down_proj", to + "ffn_down", config.hiddenSize(), ffn());
        }
    }

    private int ffn() {
        return (config.intermediateSize() + FFN_BLOCK - 1) / FFN_BLOCK * FFN_BLOCK;
    }

    private void vector(Weights weights, String from, String to) {
        Matrix vector = Matrix.read(weights, from + ".weight");
        file.addVector(
                to + ".weight", vector.columns(), index -> vector.row(index, vector.columns()));
    }

    private void matrix(Weights weights, String from, String to) {
        Matrix matrix = Matrix.read(weights, from + ".weight");
        matrix(weights, from, to, matrix.rows(), matrix.columns());
    }

    private void matrix(Weights weights, String from, String to, int rows, int columns) {
        Matrix matrix = Matrix.read(weights, from + ".weight");
        file.addMatrix(to + ".weight", rows, columns, type, index -> matrix.row(index, columns));
    }

    private void heads(Weights weights, String from, String to) {
        Matrix matrix = Matrix.read(weights, from + ".weight");
        int dimensions = config.headDim();
        file.addMatrix(
                to + ".weight",
                matrix.rows(),
                matrix.columns(),
                type,
                index -> {
                    int head = index / dimensions;
                    int place = index % dimensions;
                    int source = place / 2 + place % 2 * (dimensions / 2);
                    return matrix.row(head * dimensions + source, matrix.columns());
                });
    }
}
