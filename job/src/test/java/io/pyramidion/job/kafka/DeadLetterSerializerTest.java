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

import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterSerializerTest {

    private static final int MAX_BYTES = 20_000;

    private final DeadLetterSerializer serializer =
            new DeadLetterSerializer("letters", MAX_BYTES, TraceHeaders.UNCHANGED);

    @Test
    void keepsKeyValueAndHeadersAndSaysWhatWasWrong() {
        byte[] key = {0, -1};
        byte[] value = {3, 0, -2};

        ProducerRecord<byte[], byte[]> record = serialize(letter(key, value, new byte[] {9}));

        assertThat(record.topic()).isEqualTo("letters");
        assertThat(record.key()).isEqualTo(key);
        assertThat(record.value()).isEqualTo(value);
        assertThat(record.headers().lastHeader("mine").value()).containsExactly(9);
        assertThat(text(record, "__connect.errors.topic")).isEqualTo("requests");
        assertThat(text(record, "__connect.errors.partition")).isEqualTo("3");
        assertThat(text(record, "__connect.errors.offset")).isEqualTo("17");
        assertThat(text(record, "__connect.errors.stage")).isEqualTo("validate");
        assertThat(text(record, "__connect.errors.exception.message")).isEqualTo("n is 2");
        assertThat(text(record, "pyramidion.error.field")).isEqualTo("n");
        assertThat(record.headers().lastHeader("pyramidion.error.cut")).isNull();
    }

    @Test
    void namesNoTopicForARecordThatCameFromAFile() {
        DeadLetter letter = letter(new byte[] {1}, new byte[] {2}, new byte[] {9});
        letter.getOrigin().setSource(new FilePosition("requests.jsonl", 17L, 18L, null));

        ProducerRecord<byte[], byte[]> record = serialize(letter);

        assertThat(record.headers().lastHeader("__connect.errors.topic")).isNull();
        assertThat(record.headers().lastHeader("__connect.errors.offset")).isNull();
        assertThat(text(record, "__connect.errors.exception.message")).isEqualTo("n is 2");
    }

    @Test
    void keepsATombstone() {
        assertThat(serialize(letter(new byte[] {1}, null, new byte[0])).value()).isNull();
    }

    @Test
    void cutsAValueThatTheTopicWouldRefuse() {
        byte[] value = random(100_000);

        ProducerRecord<byte[], byte[]> record = serialize(letter(new byte[10], value, new byte[9]));

        assertThat(RecordSize.of(record)).isBetween(MAX_BYTES - 20L, (long) MAX_BYTES);
        assertThat(record.value()).isEqualTo(Arrays.copyOf(value, record.value().length));
        assertThat(record.headers().lastHeader("mine")).isNotNull();
        assertThat(text(record, "pyramidion.error.cut")).isEqualTo("value of 100000 bytes");
    }

    @Test
    void cutsHeadersBeforeTheKey() {
        ProducerRecord<byte[], byte[]> record =
                serialize(letter(new byte[10], random(10), random(30_000)));

        assertThat(RecordSize.of(record)).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(record.key()).hasSize(10);
        assertThat(record.value()).hasSize(10);
        assertThat(record.headers().lastHeader("mine")).isNull();
        assertThat(text(record, "pyramidion.error.cut")).isEqualTo("headers, value of 10 bytes");
    }

    @Test
    void dropsAKeyThatLeavesNoRoom() {
        ProducerRecord<byte[], byte[]> record =
                serialize(letter(random(30_000), random(10), random(10)));

        assertThat(RecordSize.of(record)).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(record.key()).isNull();
        assertThat(text(record, "pyramidion.error.cut"))
                .isEqualTo("headers, key of 30000 bytes, value of 10 bytes");
    }

    @Test
    void cutsAMessageThatLeavesNoRoom() {
        DeadLetter letter = letter(new byte[10], random(10), new byte[9]);
        letter.setError(new ErrorDetail("admit", "messages", "\u20ac".repeat(30_000)));

        ProducerRecord<byte[], byte[]> record = serialize(letter);

        assertThat(RecordSize.of(record)).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(record.value()).hasSize(10);
        assertThat(text(record, "__connect.errors.exception.message"))
                .isEqualTo("\u20ac".repeat(1000) + "...");
    }

    private ProducerRecord<byte[], byte[]> serialize(DeadLetter letter) {
        return serializer.serialize(letter, null, null);
    }

    private static DeadLetter letter(byte[] key, byte[] value, byte[] header) {
        Origin origin =
                new Origin(
                        1000L,
                        ByteBuffer.wrap(key),
                        List.of(new Header("mine", ByteBuffer.wrap(header))),
                        new KafkaPosition("requests", 3, 17L));
        return new DeadLetter(
                origin,
                value == null ? null : ByteBuffer.wrap(value),
                new ErrorDetail("validate", "n", "n is 2"));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
