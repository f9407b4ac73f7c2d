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

import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class DeltaSerializerTest {

    private static final TokenDelta DELTA =
            new TokenDelta("r", null, 4, 9, List.of(7, 8), "once", null, null, null, null);

    private final DeltaSerializer serializer =
            new DeltaSerializer("deltas", ValueFormat.JSON, TraceHeaders.UNCHANGED);

    @BeforeEach
    void open() {
        serializer.open(null, null);
    }

    @Test
    void writesADeltaWithTheKeyOfItsRequest() {
        ProducerRecord<byte[], byte[]> record = serialize(ByteBuffer.wrap(new byte[] {5, 0}));

        assertThat(record.topic()).isEqualTo("deltas");
        assertThat(record.key()).containsExactly(5, 0);
        assertThat(new JsonCodec<>(TokenDelta.class).decode(record.value())).isEqualTo(DELTA);
    }

    @Test
    void keepsTheDeltasOfARequestWithoutAKeyInOnePartition() {
        assertThat(serialize(null).key()).isEqualTo("r".getBytes(StandardCharsets.UTF_8));
    }

    private ProducerRecord<byte[], byte[]> serialize(ByteBuffer key) {
        Origin origin = new Origin(0L, key, List.of(), null);
        return serializer.serialize(new DeltaEnvelope(DELTA, origin), null, null);
    }
}
