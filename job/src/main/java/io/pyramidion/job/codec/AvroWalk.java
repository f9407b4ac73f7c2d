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

import org.apache.avro.Schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Walks a binary record by its schema before anything is allocated for it. Avro's own decoder
 * trusts the lengths that it reads: twenty bytes can make it allocate gigabytes. After a walk
 * without an exception every length, count and branch is within the bytes, every text is UTF-8, and
 * nothing follows the record.
 */
final class AvroWalk {

    private static final int LONGEST_VARINT = 10;

    private final byte[] bytes;
    private final Map<String, String> texts = new TreeMap<>();
    private final Map<String, Map<String, String>> maps = new TreeMap<>();
    private final FieldPath path = new FieldPath();
    private int position;

    AvroWalk(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.position = offset;
    }

    /**
     * Walks the whole record.
     *
     * @throws DecodeException at the first byte that the schema does not allow
     */
    void check(Schema schema) {
        value(schema);
        if (position < bytes.length) {
            throw new DecodeException(
                    "", (bytes.length - position) + " bytes follow the record; allowed: none");
        }
    }

    /** Short texts of the record's own fields that were passed so far, by field. */
    Map<String, String> texts() {
        return texts;
    }

    /** Whole maps of texts of the record's own fields that were passed so far, by field. */
    Map<String, Map<String, String>> maps() {
        return maps;
    }

    private void value(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(this::field);
            case UNION -> value(branch(schema));
            case ARRAY -> blocks(() -> value(schema.getElementType()));
            case MAP -> map(schema.getValueType());
            case STRING -> ownText();
            case BYTES -> skip(length());
            case INT -> integer();
            case LONG -> number();
            case DOUBLE -> skip(Double.BYTES);
            case FLOAT -> skip(Float.BYTES);
            case BOOLEAN -> flag();
            case NULL -> {}
            default -> throw new IllegalArgumentException(path + ": " + schema.getType());
        }
    }

    private void field(Schema.Field field) {
        path.enter(field.name());
        value(field.schema());
        path.leave();
    }

    private Schema branch(Schema union) {
        long index = number();
        if (index < 0 || index >= union.getTypes().size()) {
            throw refused(
                    "%s has union branch %d; allowed: 0 to %d"
                            .formatted(path, index, union.getTypes().size() - 1));
        }
        return union.getTypes().get((int) index);
    }

    private void map(Schema values) {
        if (values.getType() == Schema.Type.STRING && path.isOwn()) {
            String name = path.toString();
            Map<String, String> texts = new LinkedHashMap<>();
            blocks(() -> texts.put(text(), text()));
            maps.put(name, texts);
        } else {
            blocks(
                    () -> {
                        text();
                        value(values);
                    });
        }
    }

    private void blocks(Runnable readItem) {
        int passed = 0;
        for (long count = count(); count != 0; count = count()) {
            path.enterList(passed);
            for (long i = 0; i < count; i++) {
                path.nextItem();
                readItem.run();
            }
            passed = path.leaveList();
        }
    }

    /** Items of the next block; a negative count is followed by the block's size in bytes. */
    private long count() {
        long count = number();
        if (count < 0) {
            number();
            count = -count;
        }
        // No item of the schemas takes less than a byte.
        if (count < 0 || count > bytes.length - position) {
            throw tooLong(count);
        }
        return count;
    }

    private void ownText() {
        String text = text();
        if (path.isOwn()) {
            texts.put(path.toString(), text);
        }
    }

    private String text() {
        int length = length();
        String text = StrictText.decode(bytes, position, length, path);
        position += length;
        return text;
    }

    private int length() {
        long length = number();
        if (length < 0 || length > bytes.length - position) {
            throw tooLong(length);
        }
        return (int) length;
    }

    private void skip(int length) {
        if (length > bytes.length - position) {
            throw tooLong(length);
        }
        position += length;
    }

    private void flag() {
        int at = position;
        skip(1);
        if (bytes[at] != 0 && bytes[at] != 1) {
            throw refused(path + " has byte " + bytes[at] + "; allowed: 0 or 1 for a boolean");
        }
    }

    private void integer() {
        long value = number();
        if (value != (int) value) {
            throw refused(path + " is " + value + "; allowed: a whole number of 32 bits");
        }
    }

    private long number() {
        long encoded = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (position >= bytes.length) {
                throw refused("The record ends within " + path + "; allowed: a whole record");
            }
            byte next = bytes[position++];
            encoded |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return (encoded >>> 1) ^ -(encoded & 1);
            }
        }
        throw refused(path + " is not an Avro number: it has more than 10 bytes");
    }

    private DecodeException tooLong(long length) {
        return refused(
                "%s has length %d; allowed: at most the %d bytes that are left"
                        .formatted(path, length, bytes.length - position));
    }

    private DecodeException refused(String message) {
        return new DecodeException(path.toString(), message);
    }
}
