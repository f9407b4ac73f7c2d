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
import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

class WeightPartTest {

    private static final String ATTENTION = "model.layers.0.self_attn.";
    private static final String MLP = "model.layers.0.mlp.";

    private final Set<String> names = new TreeSet<>();

    WeightPartTest() {
        names.addAll(Set.of("model.embed_tokens.weight", "model.norm.weight"));
        for (int i = 0; i < 2; i++) {
            String layer = "model.layers." + i + ".";
            for (String projection : List.of("q", "k", "v", "o")) {
                names.add(layer + "self_attn." + projection + "_proj.weight");
            }
            for (String projection : List.of("gate", "up", "down")) {
                names.add(layer + "mlp." + projection + "_proj.weight");
            }
            names.add(layer + "input_layernorm.weight");
            names.add(layer + "post_attention_layernorm.weight");
        }
    }

    @Test
    void aPartIsBuiltAsSoonAsItsTensorsAreThereVocabularyFirst() {
        List<WeightPart> parts = WeightPart.inOrder(2, LayerTensors.LLAMA, names);

        List<String> layer = List.of("qkv", "out", "gate_up", "down");
        assertThat(parts.stream().map(WeightPart::name).limit(3))
                .containsExactly("embedding", "head", "norm");
        assertThat(parts.stream().map(WeightPart::name).skip(3).limit(4)).isEqualTo(layer);
        assertThat(parts.stream().map(WeightPart::name).skip(7)).isEqualTo(layer);
        assertThat(parts.get(3).tensors())
                .containsOnly(
                        Map.entry(
                                "weight",
                                List.of(
                                        ATTENTION + "q_proj.weight",
                                        ATTENTION + "k_proj.weight",
                                        ATTENTION + "v_proj.weight")),
                        Map.entry("norm", List.of("model.layers.0.input_layernorm.weight")));
        assertThat(parts.get(5).tensors())
                .containsEntry("weight", List.of(MLP + "gate_proj.weight", MLP + "up_proj.weight"));
        everyTensorOnce(parts);
    }

    @Test
    void aTiedHeadNeedsNoTensor() {
        assertThat(WeightPart.inOrder(2, LayerTensors.LLAMA, names).get(1).tensors()).isEmpty();

        names.add("lm_head.weight");
        List<WeightPart> parts = WeightPart.inOrder(2, LayerTensors.LLAMA, names);

        assertThat(parts.get(1).tensors()).containsEntry("weight", List.of("lm_head.weight"));
        everyTensorOnce(parts);
    }

    @Test
    void biasesAndHeadNormsGoWithTheirProjections() {
        for (String projection : List.of("q", "k", "v", "o")) {
            names.add(ATTENTION + projection + "_proj.bias");
        }
        names.add(ATTENTION + "q_norm.weight");
        names.add(ATTENTION + "k_norm.weight");

        List<WeightPart> parts = WeightPart.inOrder(2, LayerTensors.LLAMA, names);

        assertThat(parts.get(3).tensors())
                .containsEntry(
                        "bias",
                        List.of(
                                ATTENTION + "q_proj.bias",
                                ATTENTION + "k_proj.bias",
                                ATTENTION + "v_proj.bias"))
                .containsEntry("q_norm", List.of(ATTENTION + "q_norm.weight"))
                .containsEntry("k_norm", List.of(ATTENTION + "k_norm.weight"));
        assertThat(parts.get(4).tensors())
                .containsEntry("bias", List.of(ATTENTION + "o_proj.bias"));
        everyTensorOnce(parts);
    }

    private void everyTensorOnce(List<WeightPart> parts) {
        assertThat(
                        parts.stream()
                                .flatMap(part -> part.tensors().values().stream())
                                .flatMap(Collection::stream))
                .containsExactlyInAnyOrderElementsOf(names);
    }
}
