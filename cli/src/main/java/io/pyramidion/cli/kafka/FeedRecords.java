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
package io.pyramidion.cli.kafka;

import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.kafka.Headers;
import io.pyramidion.job.kafka.ValueCodecs;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Turns records of a job's topics into events. A topic may hold records of others: those are noted
 * and skipped, no record makes it throw.
 */
final class FeedRecords {

    private final ValueCodec<GenerationResult> results;
    private final ValueCodec<TokenDelta> deltas;

    FeedRecords(ValueFormat format) {
        this.results = ValueCodecs.of(format, GenerationResult.class);
        this.deltas = ValueCodecs.of(format, TokenDelta.class);
    }

    /** A record of the result topic. */
    FeedEvent result(ConsumerRecord<byte[], byte[]> record) {
        return answer(record, value -> new FeedEvent.Result(results.decode(value)));
    }

    /** A record of the delta topic. */
    FeedEvent delta(ConsumerRecord<byte[], byte[]> record) {
        return answer(record, value -> new FeedEvent.Delta(deltas.decode(value)));
    }

    /** A record of the dead-letter topic. */
    static FeedEvent refused(ConsumerRecord<byte[], byte[]> record) {
        Header reason = record.headers().lastHeader(Headers.ERROR_MESSAGE);
        return new FeedEvent.Refused(
                reason == null || reason.value() == null
                        ? "no reason given"
                        : new String(reason.value(), StandardCharsets.UTF_8));
    }

    private static FeedEvent answer(
            ConsumerRecord<byte[], byte[]> record, Function<byte[], FeedEvent> decoding) {
        if (record.value() == null) {
            return foreign(record, "it has no value");
        }
        try {
            return decoding.apply(record.value());
        } catch (DecodeException e) {
            return foreign(record, e.getMessage());
        }
    }

    private static FeedEvent foreign(ConsumerRecord<byte[], byte[]> record, String why) {
        return new FeedEvent.Foreign(
                "%s-%d@%d: %s".formatted(record.topic(), record.partition(), record.offset(), why));
    }
}
