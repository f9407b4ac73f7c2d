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
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.ScriptedDecoder;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyramidTest {

    @Test
    void refusesToResumeTokensThatItsVocabularyLacks() {
        Pyramid pyramid = ScriptedPyramid.load(1);
        int[] fromAnotherModel = {5, pyramid.vocabularySize()};

        assertThatThrownBy(
                        () ->
                                pyramid.sequences()
                                        .create(
                                                "r",
                                                new int[] {1},
                                                fromAnotherModel,
                                                SamplingParameters.greedy(8),
                                                Speculation.OFF,
                                                64))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("token_ids has token id 4096; allowed: 0 to 4095");
        pyramid.free();
    }

    @Test
    void freesTheModelsThatAreLoadedWhenALaterOneFails() {
        List<Decoder> loaded = new ArrayList<>();

        assertThatThrownBy(
                        () ->
                                PyramidLoader.load(
                                        BundledFamily.spec(),
                                        (model, type) -> loadOnce(model, loaded),
                                        model -> Precision.AUTO))
                .isInstanceOf(ModelException.class)
                .hasMessage("the second model is damaged");

        assertThat(loaded).hasSize(1);
        assertThatThrownBy(() -> loaded.get(0).allocate(1, 8))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Decoder loadOnce(ModelDirectory model, List<Decoder> loaded) {
        if (!loaded.isEmpty()) {
            throw new ModelException("the second model is damaged");
        }
        loaded.add(new ScriptedDecoder(model.config(), 1));
        return loaded.get(0);
    }
}
