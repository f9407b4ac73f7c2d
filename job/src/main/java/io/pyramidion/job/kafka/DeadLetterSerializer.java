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
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes dead letters: key, value and headers as they came, then what was wrong by the header names
 * of Kafka Connect. What the topic would refuse is cut, the value first, and a header says so.
 */
final class DeadLetterSerializer implements KafkaRecordSerializationSchema<DeadLetter> {

    private static final long serialVersionUID = 1L;

    /** A longer value takes up to so many bytes more for its lengths. */
    private static final int LENGTHS = 8;

    /** Characters of an error's texts, which may quote the request: the least letter has room. */
    private static final int LONGEST_TEXT = 1000;

    private final String topic;
    private final long maxBytes;
    private final TraceHeaders traces;

    /**
     * @param maxBytes largest record that the topic accepts
     */
    DeadLetterSerializer(String topic, long maxBytes, TraceHeaders traces) {
        this.topic = topic;
        this.maxBytes = maxBytes;
        this.traces = traces;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        byte[] key = Headers.bytes(letter.getOrigin().getKey());
        byte[] value = Headers.bytes(letter.getValue());
        List<Header> headers = new ArrayList<>();
        traces.renewed(letter.getOrigin(), "", letter.getOrigin().getHeaders())
                .forEach(h -> headers.add(header(h.getKey(), Headers.bytes(h.getValue()))));
        List<Header> errors = errors(letter.getOrigin(), letter.getError());
        ProducerRecord<byte[], byte[]> whole = record(key, value, headers, errors);
        return RecordSize.of(whole) <= maxBytes ? whole : cut(key, value, headers, errors);
    }

    private ProducerRecord<byte[], byte[]> cut(
            byte[] key, byte[] value, List<Header> headers, List<Header> errors) {
        int size = value == null ? 0 : value.length;
        List<Header> cut = new ArrayList<>(errors);
        cut.add(header(Headers.CUT, "value of " + size + " bytes"));
        long room = room(key, headers, cut);
        if (room >= 0) {
            return record(key, start(value, room), headers, cut);
        }
        cut.set(cut.size() - 1, header(Headers.CUT, "headers, value of " + size + " bytes"));
        room = room(key, List.of(), cut);
        if (room >= 0) {
            return record(key, start(value, room), List.of(), cut);
        }
        cut.set(
                cut.size() - 1,
                header(
                        Headers.CUT,
                        "headers, key of " + key.length + " bytes, value of " + size + " bytes"));
        return record(null, new byte[0], List.of(), cut);
    }

    private long room(byte[] key, List<Header> headers, List<Header> errors) {
        return maxBytes - LENGTHS - RecordSize.of(record(key, new byte[0], headers, errors));
    }

    private ProducerRecord<byte[], byte[]> record(
            byte[] key, byte[] value, List<Header> headers, List<Header> errors) {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(errors);
        return new ProducerRecord<>(topic, null, null, key, value, all);
    }

    private static byte[] start(byte[] value, long room) {
        return value == null ? null : Arrays.copyOf(value, (int) Math.min(room, value.length));
    }

    private static String start(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    private static List<Header> errors(Origin origin, ErrorDetail error) {
        List<Header> headers = new ArrayList<>();
        if (origin.getSource() instanceof KafkaPosition place) {
            headers.add(header(Headers.ERROR_TOPIC, place.getTopic()));
            headers.add(header(Headers.ERROR_PARTITION, Integer.toString(place.getPartition())));
            headers.add(header(Headers.ERROR_OFFSET, Long.toString(place.getOffset())));
        }
        headers.add(header(Headers.ERROR_STAGE, error.getStage()));
        headers.add(header(Headers.ERROR_MESSAGE, start(error.getMessage())));
        headers.add(header(Headers.ERROR_FIELD, start(error.getField())));
        return headers;
    }

    private static Header header(String name, String value) {
        return header(name, Headers.utf8(value));
    }

    private static Header header(String name, byte[] value) {
        return new RecordHeader(name, value);
    }
}
