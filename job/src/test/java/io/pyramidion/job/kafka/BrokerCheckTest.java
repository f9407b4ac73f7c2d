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
package io.pyramidion.job.kafka;

import org.junit.jupiter.api.Test;

import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerCheckTest {

    @Test
    void acceptsADeltaTopicThatTakesAnyDeltaOrDoesNotSay() {
        assertThatCode(() -> BrokerCheck.checkDeltaLimit("deltas", OptionalLong.of(77_824)))
                .doesNotThrowAnyException();
        assertThatCode(() -> BrokerCheck.checkDeltaLimit("deltas", OptionalLong.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesADeltaTopicThatCouldRefuseADelta() {
        assertThatThrownBy(() -> BrokerCheck.checkDeltaLimit("deltas", OptionalLong.of(77_823)))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "max.message.bytes of topic deltas is 77823; allowed: at least 77824, for"
                                + " deltas");
    }
}
