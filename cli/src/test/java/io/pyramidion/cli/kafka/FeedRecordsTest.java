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

import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class FeedRecordsTest {

    private final FeedRecords records = new FeedRecords(ValueFormat.JSON);

    @Test
    void readsResultsAndDeltas() {
        FeedEvent.Result result = Answers.result("r", "text");
        FeedEvent.Delta delta = Answers.delta("r", 0, 2, 0, "te");

        assertThat(
                        records.result(
                                record(
                                        new JsonCodec<>(GenerationResult.class)
                                                .encode(result.result()))))
                .isEqualTo(result);
        assertThat(records.delta(record(new JsonCodec<>(TokenDelta.class).encode(delta.delta()))))
                .isEqualTo(delta);
    }

    @Test
    void notesForeignRecordsAndTombstones() {
        assertThat(records.result(record(null)))
                .isEqualTo(new FeedEvent.Foreign("topic-1@7: it has no value"));
        assertThat(records.delta(record(null)))
                .isEqualTo(new FeedEvent.Foreign("topic-1@7: it has no value"));
        assertThat(records.result(record(utf8("by another program"))))
                .isInstanceOfSatisfying(
                        FeedEvent.Foreign.class,
                        foreign ->
                                assertThat(foreign.note())
                                        .startsWith("topic-1@7: ")
                                        .doesNotContain("\n"));
        assertThat(records.delta(record(utf8("{}")))).isInstanceOf(FeedEvent.Foreign.class);
    }

    @Test
    void takesTheReasonThatTheJobAddedLast() {
        ConsumerRecord<byte[], byte[]> letter = record(utf8("value"));
        letter.headers()
                .add("my.exception.message", utf8("another program's"))
                .add("__connect.errors.exception.message", utf8("an earlier job's"))
                .add("__connect.errors.exception.message", utf8("top_p is 7.0"))
                .add("last.exception.message", utf8("another program's"));

        assertThat(FeedRecords.refused(letter)).isEqualTo(new FeedEvent.Refused("top_p is 7.0"));
    }

    @Test
    void showsALetterWithoutAReason() {
        ConsumerRecord<byte[], byte[]> letter = record(null);
        assertThat(FeedRecords.refused(letter)).isEqualTo(new FeedEvent.Refused("no reason given"));

        letter.headers().add("__connect.errors.exception.message", null);
        assertThat(FeedRecords.refused(letter)).isEqualTo(new FeedEvent.Refused("no reason given"));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("topic", 1, 7L, null, value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
