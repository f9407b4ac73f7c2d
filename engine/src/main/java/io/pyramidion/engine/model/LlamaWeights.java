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

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tensors that a decoder of given shape consists of, by their Hugging Face names, which all
 * architectures took from Llama.
 */
public final class LlamaWeights {

    private static final String HEAD = "lm_head.weight";
    private static final String DERIVED = "rotary_emb.inv_freq";

    private LlamaWeights() {}

    /**
     * Checks that the weights are exactly those of the decoder. A {@code lm_head.weight} beside
     * tied embeddings and stored rotary frequencies are ignored.
     *
     * @return the names of the tensors to load
     * @throws ModelException naming the first tensor that is missing, of another shape, or unknown
     */
    public static Set<String> check(DecoderConfig config, Weights weights) {
        Map<String, long[]> wanted = shapes(config);
        for (Map.Entry<String, long[]> entry : wanted.entrySet()) {
            long[] found = weights.info(entry.getKey()).shape();
            if (!Arrays.equals(found, entry.getValue())) {
                throw new ModelException(
                        weights.directory()
                                + ": tensor "
                                + entry.getKey()
                                + " has shape "
                                + Arrays.toString(found)
                                + "; wanted by config.json: "
                                + Arrays.toString(entry.getValue()));
            }
        }
        for (String name : weights.names()) {
            boolean ignored =
                    name.endsWith(DERIVED) || name.equals(HEAD) && config.tieWordEmbeddings();
            if (!ignored && !wanted.containsKey(name)) {
                throw new ModelException(
                        weights.directory()
                                + ": tensor "
                                + name
                                + " is not part of the "
                                + config.architecture().className()
                                + " that config.json describes");
            }
        }
        return wanted.keySet();
    }

    private static Map<String, long[]> shapes(DecoderConfig config) {
        long hidden = config.hiddenSize();
        long inner = config.intermediateSize();
        long query = (long) config.heads() * config.headDim();
        long keyValue = (long) config.kvHeads() * config.headDim();
        Map<String, long[]> shapes = new TreeMap<>();
        shapes.put("model.embed_tokens.weight", new long[] {config.vocabSize(), hidden});
        shapes.put("model.norm.weight", new long[] {hidden});
        if (!config.tieWordEmbeddings()) {
            shapes.put(HEAD, new long[] {config.vocabSize(), hidden});
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            String attention = prefix + "self_attn.";
            linear(shapes, attention + "q_proj", query, hidden, config.attentionBias());
            linear(shapes, attention + "k_proj", keyValue, hidden, config.attentionBias());
            linear(shapes, attention + "v_proj", keyValue, hidden, config.attentionBias());
            linear(shapes, attention + "o_proj", hidden, query, config.outputBias());
            if (config.headNorm()) {
                shapes.put(attention + "q_norm.weight", new long[] {config.headDim()});
                shapes.put(attention + "k_norm.weight", new long[] {config.headDim()});
            }
            linear(shapes, prefix + "mlp.gate_proj", inner, hidden, config.mlpBias());
            linear(shapes, prefix + "mlp.up_proj", inner, hidden, config.mlpBias());
            linear(shapes, prefix + "mlp.down_proj", hidden, inner, config.mlpBias());
            shapes.put(prefix + "input_layernorm.weight", new long[] {hidden});
            shapes.put(prefix + "post_attention_layernorm.weight", new long[] {hidden});
        }
        return shapes;
    }

    private static void linear(
            Map<String, long[]> shapes, String name, long out, long in, boolean bias) {
        shapes.put(name + ".weight", new long[] {out, in});
        if (bias) {
            shapes.put(name + ".bias", new long[] {out});
        }
    }
}
