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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.ScriptedDecoder;
import io.pyramidion.engine.model.ModelDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FastestWeightsTest {

    @TempDir private Path folder;

    private final Map<Decoder, Precision> types = new IdentityHashMap<>();
    private final List<Integer> layers = new ArrayList<>();
    private Map<Precision, Double> millis;
    private final FastestWeights fastest =
            new FastestWeights(decoder -> millis.get(types.get(decoder)));

    private ModelDirectory model;

    @BeforeEach
    void describeAModel() throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama",
                 "hidden_act": "silu", "vocab_size": 4096, "hidden_size": 512,
                 "intermediate_size": 1024, "num_hidden_layers": 30, "num_attention_heads": 8}
                """);
        model = ModelDirectory.open(folder);
    }

    @Test
    void areTheFastestOfAllThatWereTried() {
        assertThat(chosen(10, 6, 3)).isEqualTo(Precision.INT4);

        assertThat(types.values())
                .containsExactlyInAnyOrder(Precision.AUTO, Precision.INT8, Precision.INT4);
        assertThat(types.keySet())
                .allSatisfy(
                        decoder ->
                                assertThatThrownBy(() -> decoder.allocate(1, 8))
                                        .isInstanceOf(IllegalStateException.class));
    }

    @Test
    void haveToBeFasterByMoreThanFewBitsCost() {
        assertThat(chosen(10, 9.6, 7.5)).isEqualTo(Precision.AUTO);
    }

    @Test
    void areInt8WhereInt4IsFasterByLittle() {
        assertThat(chosen(10, 6, 5.2)).isEqualTo(Precision.INT8);
    }

    @Test
    void areTriedOnceWithTheFirstLayersOfALargeModel() {
        chosen(10, 6, 3);

        assertThat(chosen(1, 6, 9)).isEqualTo(Precision.INT4);
        assertThat(layers).containsExactly(22, 22, 22);
    }

    @Test
    void areNotTriedOfASmallModel() {
        ModelDirectory small = ModelDirectory.open(BundledFamily.target());

        assertThat(fastest.of(small, this::load)).isEqualTo(Precision.AUTO);
        assertThat(layers).isEmpty();
    }

    private Precision chosen(double auto, double int8, double int4) {
        millis = Map.of(Precision.AUTO, auto, Precision.INT8, int8, Precision.INT4, int4);
        return fastest.of(model, this::load);
    }

    private Decoder load(ModelDirectory part, Precision type) {
        layers.add(part.config().layers());
        Decoder decoder = new ScriptedDecoder(part.config(), 1);
        types.put(decoder, type);
        return decoder;
    }
}
