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
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.ScriptedDecoder;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class PyramidLoaderTest {

    private final Map<String, Precision> loaded = new HashMap<>();

    @Test
    void loadsEachModelWithTheTypeOfItsRole() {
        load(new RoleWeights(Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8));

        assertThat(loaded)
                .containsOnly(
                        Map.entry("target", Precision.FLOAT32),
                        Map.entry("qualifier", Precision.BFLOAT16),
                        Map.entry("draft", Precision.INT8));
    }

    @Test
    void leavesWhatIsNotSaidToTheDevice() {
        load(new RoleWeights(Precision.INT8, Precision.AUTO, Precision.AUTO));

        assertThat(loaded)
                .containsOnly(
                        Map.entry("target", Precision.INT8),
                        Map.entry("qualifier", Precision.AUTO),
                        Map.entry("draft", Precision.AUTO));
    }

    @Test
    void givesProposersTheFastestTypeWhereNoneIsSaid() {
        load(new RoleWeights(Precision.AUTO, Precision.AUTO, Precision.FLOAT32), Precision.INT4);

        assertThat(loaded)
                .containsOnly(
                        Map.entry("target", Precision.AUTO),
                        Map.entry("qualifier", Precision.INT4),
                        Map.entry("draft", Precision.FLOAT32));
    }

    private void load(RoleWeights weights) {
        load(weights, Precision.AUTO);
    }

    private void load(RoleWeights weights, Precision fastest) {
        PyramidLoader.load(
                        BundledFamily.spec(weights),
                        (model, type) -> {
                            loaded.put(model.name(), type);
                            return new ScriptedDecoder(model.config(), 1);
                        },
                        model -> fastest)
                .free();
    }
}
