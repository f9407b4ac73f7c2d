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
package io.pyramidion.job.codec;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** Avro single-object encoding: two marker bytes, the schema's fingerprint, the binary record. */
public final class AvroCodec<T extends SpecificRecord> implements ValueCodec<T> {

    private static final byte[] MARKER = {(byte) 0xC3, 0x01};
    private static final int HEADER = MARKER.length + Long.BYTES;

    private final Schema schema;
    private final long fingerprint;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /** A codec for a generated class. */
    public AvroCodec(Class<T> type) {
        SpecificData data = SpecificData.getForClass(type);
        this.schema = data.getSchema(type);
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        this.decoder = new BinaryMessageDecoder<>(data, schema);
    }

    @Override
    public byte[] encode(T datum) {
        try {
            ByteBuffer buffer = encoder.encode(datum);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T decode(byte[] bytes) {
        checkHeader(bytes);
        new AvroWalk(bytes, HEADER).check(schema);
        try {
            return decoder.decode(bytes, null);
        } catch (IOException | AvroRuntimeException e) {
            throw new DecodeException(
                    "", "The value is not a " + schema.getName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> salvage(byte[] bytes, String field) {
        return Optional.ofNullable(walked(bytes).texts().get(field));
    }

    @Override
    public Map<String, String> salvageMap(byte[] bytes, String field) {
        return walked(bytes).maps().getOrDefault(field, Map.of());
    }

    /** A walk over a record that may be damaged. */
    private AvroWalk walked(byte[] bytes) {
        AvroWalk walk = new AvroWalk(bytes, HEADER);
        try {
            checkHeader(bytes);
            walk.check(schema);
        } catch (DecodeException e) {
            // What came before the damage stands.
            return walk;
        }
        return walk;
    }

    /** A damaged Avro record is not read beyond its texts. */
    @Override
    public boolean says(byte[] bytes, String field) {
        try {
            return Boolean.TRUE.equals(decode(bytes).get(schema.getField(field).pos()));
        } catch (DecodeException e) {
            return false;
        }
    }

    private void checkHeader(byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] != MARKER[0] || bytes[1] != MARKER[1]) {
            throw new DecodeException(
                    "",
                    "The value is not an Avro single object: it has %d bytes and starts with %s;"
                                    .formatted(bytes.length, start(bytes))
                            + " allowed: bytes that start with c3 01 and the schema's fingerprint");
        }
        long found = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MARKER.length);
        if (found != fingerprint) {
            throw new DecodeException(
                    "",
                    "The value has schema fingerprint %016x; allowed: %016x, %s"
                            .formatted(found, fingerprint, schema.getFullName()));
        }
    }

    private static String start(byte[] bytes) {
        StringBuilder start = new StringBuilder();
        for (int i = 0; i < Math.min(MARKER.length, bytes.length); i++) {
            start.append(i == 0 ? "" : " ").append("%02x".formatted(bytes[i]));
        }
        return start.isEmpty() ? "nothing" : start.toString();
    }
}
