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
package io.pyramidion.operators.chain;

import io.pyramidion.engine.model.ModelException;
import io.pyramidion.operators.settings.BatchSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoadedPyramidTest {

    @Test
    void takesTheContextOfTheModelsUnlessOneIsSet() {
        assertThat(LoadedPyramid.context(BatchSettings.MODELS_CONTEXT, 1024)).isEqualTo(1024);
        assertThat(LoadedPyramid.context(512, 1024)).isEqualTo(512);
        assertThat(LoadedPyramid.context(1024, 1024)).isEqualTo(1024);
    }

    @Test
    void refusesAContextLongerThanThatOfTheModels() {
        assertThatThrownBy(() -> LoadedPyramid.context(1025, 1024))
                .isInstanceOf(ModelException.class)
                .hasMessage("engine.context is 1025; allowed: at most the models' own, 1024");
    }
}
