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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

class PrecisionTest {

    @ParameterizedTest
    @EnumSource(Precision.class)
    void isFoundByItsNameInOptions(Precision precision) {
        String name = precision.toString();

        assertThat(Precision.of(name)).contains(precision);
        assertThat(Precision.of(name.toUpperCase(Locale.ROOT))).contains(precision);
        assertThat(Precision.of(name + "8")).isEmpty();
        assertThat(Precision.names().split(", ")).contains(name);
    }
}
