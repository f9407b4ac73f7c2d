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
package io.pyramidion.engine.decoder;

import io.pyramidion.engine.model.LayerTensors;
import io.pyramidion.engine.model.LlamaWeights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the decoder program builds at once, and the tensors that it needs for that. Once a part is
 * built nothing of its tensors is left but what the forward pass reads.
 *
 * @param name by which the program knows the part
 * @param tensors the names of the tensors, by the program's name for what they make together:
 *     several are joined along their first dimension
 */
record WeightPart(String name, Map<String, List<String>> tensors) {

    /**
     * The parts in the order in which the program builds them. What has a row for every token comes
     * first: it is often the largest by far, and converting it takes room of its own.
     *
     * @param tensors how those of a layer are called
     * @param names all tensors of the model
     */
    static List<WeightPart> inOrder(int layers, LayerTensors tensors, Set<String> names) {
        List<WeightPart> parts = new ArrayList<>();
        boolean embedded = names.contains(LlamaWeights.EMBEDDING);
        String embedding = embedded ? LlamaWeights.EMBEDDING : LlamaWeights.HEAD;
        parts.add(new WeightPart("embedding", Map.of()).with("embedding", names, embedding));
        parts.add(embedded ? part("head", names, "lm_head") : new WeightPart("head", Map.of()));
        parts.add(part("norm", names).with("norm", names, "model.norm.weight"));
        for (int i = 0; i < layers; i++) {
            String layer = "model.layers." + i + ".";
            String attention = layer + "self_attn.";
            parts.add(
                    part("qkv", names, prefixed(layer, tensors.qkv()))
                            .with("q_norm", names, attention + "q_norm.weight")
                            .with("k_norm", names, attention + "k_norm.weight")
                            .normed(layer, tensors, names));
            parts.add(part("out", names, attention + "o_proj").normed(layer, tensors, names));
            parts.add(
                    part("gate_up", names, prefixed(layer, tensors.gateUp()))
                            .normed(layer, tensors, names));
            parts.add(part("down", names, layer + "mlp.down_proj").normed(layer, tensors, names));
        }
        return parts;
    }

    /** A part with the weights and, where the model has them, biases of some projections. */
    private static WeightPart part(String name, Set<String> names, String... projections) {
        return new WeightPart(name, Map.of())
                .with("weight", names, suffixed(projections, ".weight"))
                .with("bias", names, suffixed(projections, ".bias"));
    }

    private WeightPart normed(String layer, LayerTensors tensors, Set<String> names) {
        String norm = tensors.norms().get(name);
        return norm == null ? this : with("norm", names, layer + norm + ".weight");
    }

    private WeightPart with(String made, Set<String> names, String... from) {
        List<String> found = Stream.of(from).filter(names::contains).toList();
        if (found.isEmpty()) {
            return this;
        }
        Map<String, List<String>> more = new LinkedHashMap<>(tensors);
        more.put(made, found);
        return new WeightPart(name, more);
    }

    private static String[] prefixed(String layer, List<String> projections) {
        return projections.stream().map(layer::concat).toArray(String[]::new);
    }

    private static String[] suffixed(String[] projections, String suffix) {
        return Stream.of(projections).map(projection -> projection + suffix).toArray(String[]::new);
    }
}
