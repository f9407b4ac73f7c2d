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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The tensors that a decoder of given shape consists of, by their Hugging Face names, which all
 * architectures took from Llama.
 */
public final class LlamaWeights {

    /** The embedding of tokens, and the output head too where there is no other. */
    public static final String EMBEDDING = "model.embed_tokens.weight";

    /** The output head, where it is not the embedding. */
    public static final String HEAD = "lm_head.weight";

    /** What was once stored beside the weights, and is computed from the settings. */
    private static final Pattern DERIVED =
            Pattern.compile(".*(rotary_emb\\.\\w+|\\.masked_bias|\\.attn\\.bias)");

    private LlamaWeights() {}

    /**
     * Checks that the weights have every tensor of the decoder. Others are ignored, as transformers
     * ignores them. Tied embeddings may have either name; where both are there, transformers 5 does
     * not tie them, so both are loaded.
     *
     * @return the names of the tensors to load
     * @throws ModelException naming the first tensor that is missing or of another shape
     */
    public static Set<String> check(DecoderConfig config, Weights weights) {
        Map<String, long[]> wanted = shapes(config);
        if (config.tieWordEmbeddings() && weights.names().contains(HEAD)) {
            wanted.put(HEAD, wanted.get(EMBEDDING));
            if (!weights.names().contains(EMBEDDING)) {
                wanted.remove(EMBEDDING);
            }
        }
        for (Map.Entry<String, long[]> entry : wanted.entrySet()) {
            requirePresent(entry.getKey(), weights);
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
        return wanted.keySet();
    }

    /**
     * The tensors that are there but not part of the decoder, in alphabetical order; without those
     * that older versions of transformers stored though they are no weights.
     *
     * @param loaded what {@link #check} returned
     */
    public static List<String> ignored(Weights weights, Set<String> loaded) {
        Set<String> others = new TreeSet<>(weights.names());
        others.removeAll(loaded);
        return others.stream().filter(name -> !DERIVED.matcher(name).matches()).toList();
    }

    /** The shapes of all tensors, by their names; a new map. */
    public static Map<String, long[]> shapes(DecoderConfig config) {
        long hidden = config.hiddenSize();
        Map<String, long[]> shapes = new TreeMap<>();
        shapes.put(EMBEDDING, new long[] {config.vocabSize(), hidden});
        shapes.put("model.norm.weight", new long[] {hidden});
        if (!config.tieWordEmbeddings()) {
            shapes.put(HEAD, new long[] {config.vocabSize(), hidden});
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            layer(shapes, config, "model.layers." + layer + ".");
        }
        return shapes;
    }

    private static void layer(Map<String, long[]> shapes, DecoderConfig config, String prefix) {
        LayerTensors tensors = config.options().tensors();
        long hidden = config.hiddenSize();
        long inner = config.intermediateSize();
        long query = (long) config.heads() * config.headDim();
        long keyValue = (long) config.kvHeads() * config.headDim();
        boolean biases = config.attentionBias();
        joined(shapes, prefix, tensors.qkv(), List.of(query, keyValue, keyValue), hidden, biases);
        linear(shapes, prefix + "self_attn.o_proj", hidden, query, config.outputBias());
        joined(shapes, prefix, tensors.gateUp(), List.of(inner, inner), hidden, config.mlpBias());
        linear(shapes, prefix + "mlp.down_proj", hidden, inner, config.mlpBias());
        for (String norm : tensors.norms().values()) {
            shapes.put(prefix + norm + ".weight", new long[] {hidden});
        }
        if (config.headNorm() != HeadNorm.NONE) {
            boolean each = config.headNorm() == HeadNorm.EACH;
            long q = each ? config.headDim() : query;
            long k = each ? config.headDim() : keyValue;
            shapes.put(prefix + "self_attn.q_norm.weight", new long[] {q});
            shapes.put(prefix + "self_attn.k_norm.weight", new long[] {k});
        }
    }

    /** Parts that have a tensor each, or one tensor together. */
    private static void joined(
            Map<String, long[]> shapes,
            String prefix,
            List<String> names,
            List<Long> outs,
            long in,
            boolean bias) {
        if (names.size() == 1) {
            long sum = outs.stream().mapToLong(Long::longValue).sum();
            linear(shapes, prefix + names.get(0), sum, in, bias);
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            linear(shapes, prefix + names.get(i), outs.get(i), in, bias);
        }
    }

    private static void linear(
            Map<String, long[]> shapes, String name, long out, long in, boolean bias) {
        shapes.put(name + ".weight", new long[] {out, in});
        if (bias) {
            shapes.put(name + ".bias", new long[] {out});
        }
    }

    /** Adapters, and models with images, have other prefixes: one of their names tells most. */
    private static void requirePresent(String name, Weights weights) {
        if (weights.names().contains(name)) {
            return;
        }
        String end = name.replaceFirst("^model\\.", ".");
        throw new ModelException(
                weights.directory()
                        + ": tensor "
                        + name
                        + " is missing"
                        + weights.names().stream()
                                .filter(other -> other.endsWith(end))
                                .findFirst()
                                .map(other -> "; there is " + other)
                                .orElse(""));
    }
}
