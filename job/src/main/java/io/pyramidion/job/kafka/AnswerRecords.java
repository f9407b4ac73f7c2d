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

import io.pyramidion.schemas.Origin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

import java.util.List;

/** Records that answer a request: with its key and the headers that are echoed. */
final class AnswerRecords {

    private AnswerRecords() {}

    static ProducerRecord<byte[], byte[]> to(
            String topic,
            Integer partition,
            Origin origin,
            List<io.pyramidion.schemas.Header> echoed,
            byte[] value) {
        List<Header> headers =
                echoed.stream()
                        .<Header>map(h -> new RecordHeader(h.getKey(), Headers.bytes(h.getValue())))
                        .toList();
        return new ProducerRecord<>(
                topic, partition, null, Headers.bytes(origin.getKey()), value, headers);
    }
}
