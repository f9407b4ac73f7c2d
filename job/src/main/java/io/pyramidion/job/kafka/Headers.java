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

import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Headers that the job reads, echoes or writes. */
public final class Headers {

    /** Topic that a request's result is wanted on; its value is UTF-8. */
    static final String REPLY_TOPIC = "kafka_replyTopic";

    /** Partition of the reply topic; its value is a 4-byte big-endian number. */
    static final String REPLY_PARTITION = "kafka_replyPartition";

    static final String ERROR_TOPIC = "__connect.errors.topic";
    static final String ERROR_PARTITION = "__connect.errors.partition";
    static final String ERROR_OFFSET = "__connect.errors.offset";
    static final String ERROR_STAGE = "__connect.errors.stage";

    /** What is wrong with a dead letter; its value is UTF-8. */
    public static final String ERROR_MESSAGE = "__connect.errors.exception.message";

    static final String ERROR_FIELD = "pyramidion.error.field";

    /** What of a dead letter was cut, with its size before. */
    static final String CUT = "pyramidion.error.cut";

    private static final Set<String> ECHOED =
            Set.of("traceparent", "tracestate", "kafka_correlationId", "correlation-id");

    private Headers() {}

    /** The headers that a request's results and deltas carry too. */
    static List<Header> echoed(Origin origin) {
        return origin.getHeaders().stream()
                .filter(header -> ECHOED.contains(header.getKey()))
                .toList();
    }

    /** The last header of a name, as Kafka's clients have it. */
    static Optional<Header> last(Origin origin, String name) {
        return origin.getHeaders().stream()
                .filter(header -> header.getKey().equals(name))
                .reduce((first, second) -> second);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A copy of the buffer's bytes that leaves the buffer as it is; null for null. */
    static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static int size(Header header) {
        int value = header.getValue() == null ? 0 : header.getValue().remaining();
        return utf8(header.getKey()).length + value;
    }
}
