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

import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.TokenDelta;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes deltas. A request's deltas share its key, or without one its id as key, and so a
 * partition: they stay in order.
 */
final class DeltaSerializer implements KafkaRecordSerializationSchema<DeltaEnvelope> {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final ValueFormat format;
    private final TraceHeaders traces;

    private transient ValueCodec<TokenDelta> codec;

    DeltaSerializer(String topic, ValueFormat format, TraceHeaders traces) {
        this.topic = topic;
        this.format = format;
        this.traces = traces;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        codec = ValueCodecs.of(format, TokenDelta.class);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeltaEnvelope envelope, KafkaSinkContext context, Long timestamp) {
        byte[] value = codec.encode(envelope.getDelta());
        Origin origin = envelope.getOrigin();
        List<Header> echoed =
                traces.renewed(origin, envelope.getDelta().getRequestId(), Headers.echoed(origin));
        return AnswerRecords.to(topic, null, keyed(envelope), echoed, value);
    }

    private static Origin keyed(DeltaEnvelope envelope) {
        Origin origin = envelope.getOrigin();
        if (origin.getKey() != null) {
            return origin;
        }
        byte[] id = Headers.utf8(envelope.getDelta().getRequestId());
        return Origin.newBuilder(origin).setKey(ByteBuffer.wrap(id)).build();
    }
}
