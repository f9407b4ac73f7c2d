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

import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.Round;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoundSerializerTest {

    private final ChainRecord pass =
            new ChainRecord.Pass(new Round(List.of(), List.of(), sequence -> Lookahead.NONE));

    @Test
    void copiesByReference() {
        assertThat(RoundSerializer.INSTANCE.copy(pass)).isSameAs(pass);
        assertThat(RoundSerializer.INSTANCE.copy(pass, null)).isSameAs(pass);
    }

    @Test
    void refusesToSerialize() {
        assertThatThrownBy(
                        () ->
                                RoundSerializer.INSTANCE.serialize(
                                        pass, new DataOutputSerializer(16)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one operator chain");
        assertThatThrownBy(
                        () ->
                                RoundSerializer.INSTANCE.deserialize(
                                        new DataInputDeserializer(new byte[16])))
                .isInstanceOf(IllegalStateException.class);
    }
}
