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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.SourceRecord;

import java.io.Serializable;

/**
 * How large the parts of a request record may be. Keys and echoed headers are limited because every
 * result and delta carries them.
 *
 * @param valueBytes largest value that is decoded, bytes
 */
record RecordLimits(long valueBytes) implements Serializable {

    private static final int KEY_BYTES = 8 << 10;
    private static final int ECHOED_BYTES = 4 << 10;

    /** Most bytes of a request's key and headers in its results and deltas. */
    static final int ECHO_BYTES = KEY_BYTES + ECHOED_BYTES;

    /**
     * Checks one record.
     *
     * @throws InvalidRequestException naming the first part at fault; the field is empty
     */
    void check(SourceRecord record) {
        int size = record.getValue() == null ? 0 : record.getValue().remaining();
        if (size > valueBytes) {
            throw refused(
                    "The value has "
                            + size
                            + " bytes; allowed: at most "
                            + valueBytes
                            + " (pyramidion.kafka.max-record-bytes)");
        }
        int key = keySize(record.getOrigin());
        if (key > KEY_BYTES) {
            throw refused("The key has " + key + " bytes; allowed: at most " + KEY_BYTES);
        }
        int echoed = echoedSize(record.getOrigin());
        if (echoed > ECHOED_BYTES) {
            throw refused(
                    "The headers to be echoed have "
                            + echoed
                            + " bytes; allowed: at most "
                            + ECHOED_BYTES);
        }
    }

    /** Whether a result can carry the record's key and headers. */
    boolean canBeAnswered(Origin origin) {
        return keySize(origin) <= KEY_BYTES && echoedSize(origin) <= ECHOED_BYTES;
    }

    private static int keySize(Origin origin) {
        return origin.getKey() == null ? 0 : origin.getKey().remaining();
    }

    private static int echoedSize(Origin origin) {
        return Headers.echoed(origin).stream().mapToInt(Headers::size).sum();
    }

    private static InvalidRequestException refused(String message) {
        return new InvalidRequestException("", message);
    }
}
