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

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.NoCompression;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;

/** How large a record is for a topic's {@code max.message.bytes}. */
final class RecordSize {

    private RecordSize() {}

    /** Bytes of a batch that holds the record alone: an upper bound, as the producer counts. */
    static long of(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                NoCompression.NONE.type(),
                record.key(),
                record.value(),
                record.headers().toArray());
    }
}
