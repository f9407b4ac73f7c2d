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
import io.pyramidion.engine.ShownText;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a request wants its result, by its {@code kafka_replyTopic} and {@code
 * kafka_replyPartition} headers. Only topics that the job's operator allowed are honoured.
 *
 * @param allowed topics that a request may name
 */
record ReplyTo(List<String> allowed) implements Serializable {

    ReplyTo {
        allowed = List.copyOf(allowed);
    }

    /**
     * Checks the headers of a request.
     *
     * @throws InvalidRequestException if they name a topic that is not allowed, or no partition
     */
    void check(Origin origin) {
        Optional<String> named = named(origin);
        if (named.isPresent() && topic(origin).isEmpty()) {
            throw new InvalidRequestException(
                    Headers.REPLY_TOPIC,
                    Headers.REPLY_TOPIC
                            + " is "
                            + ShownText.of(named.get())
                            + "; allowed: "
                            + (allowed.isEmpty()
                                    ? "none, see pyramidion.kafka.reply-topics"
                                    : String.join(", ", allowed)));
        }
        Headers.last(origin, Headers.REPLY_PARTITION)
                .filter(header -> number(header).isEmpty())
                .ifPresent(
                        header -> {
                            throw new InvalidRequestException(
                                    Headers.REPLY_PARTITION,
                                    Headers.REPLY_PARTITION
                                            + " is not a partition; allowed: a 4-byte big-endian"
                                            + " number, at least 0");
                        });
    }

    /** The reply topic that the record names, if it is allowed. */
    Optional<String> topic(Origin origin) {
        return named(origin).filter(allowed::contains);
    }

    /** The reply partition that the record names, if any. */
    OptionalInt partition(Origin origin) {
        return Headers.last(origin, Headers.REPLY_PARTITION)
                .map(ReplyTo::number)
                .orElse(OptionalInt.empty());
    }

    private static Optional<String> named(Origin origin) {
        return Headers.last(origin, Headers.REPLY_TOPIC)
                .map(header -> header.getValue() == null ? new byte[0] : value(header))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static OptionalInt number(Header header) {
        byte[] value = header.getValue() == null ? new byte[0] : value(header);
        if (value.length != Integer.BYTES || ByteBuffer.wrap(value).getInt() < 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(ByteBuffer.wrap(value).getInt());
    }

    private static byte[] value(Header header) {
        return Headers.bytes(header.getValue());
    }
}
