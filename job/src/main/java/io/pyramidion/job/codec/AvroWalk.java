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
import java.util.function.Consumer;

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
        value(schema, "");
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

    private void value(Schema schema, String path) {
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> field(field, path));
            case UNION -> value(branch(schema, path), path);
            case ARRAY -> blocks(path, item -> value(schema.getElementType(), item));
            case MAP -> map(schema.getValueType(), path);
            case STRING -> ownText(path);
            case BYTES -> skip(length(path), path);
            case INT -> integer(path);
            case LONG -> number(path);
            case DOUBLE -> skip(Double.BYTES, path);
            case FLOAT -> skip(Float.BYTES, path);
            case BOOLEAN -> flag(path);
            case NULL -> {}
            default -> throw new IllegalArgumentException(path + ": " + schema.getType());
        }
    }

    private void field(Schema.Field field, String path) {
        value(field.schema(), path.isEmpty() ? field.name() : path + "." + field.name());
    }

    private Schema branch(Schema union, String path) {
        long index = number(path);
        if (index < 0 || index >= union.getTypes().size()) {
            throw new DecodeException(
                    path,
                    "%s has union branch %d; allowed: 0 to %d"
                            .formatted(path, index, union.getTypes().size() - 1));
        }
        return union.getTypes().get((int) index);
    }

    private void map(Schema values, String path) {
        if (values.getType() == Schema.Type.STRING && isOwn(path)) {
            Map<String, String> texts = new LinkedHashMap<>();
            blocks(path, item -> texts.put(text(item), text(item)));
            maps.put(path, texts);
        } else {
            blocks(
                    path,
                    item -> {
                        text(item);
                        value(values, item);
                    });
        }
    }

    private void blocks(String path, Consumer<String> readItem) {
        int index = 0;
        for (long count = count(path); count != 0; count = count(path)) {
            for (long i = 0; i < count; i++) {
                readItem.accept(path + "[" + index++ + "]");
            }
        }
    }

    /** Items of the next block; a negative count is followed by the block's size in bytes. */
    private long count(String path) {
        long count = number(path);
        if (count < 0) {
            number(path);
            count = -count;
        }
        // No item of the schemas takes less than a byte.
        if (count < 0 || count > bytes.length - position) {
            throw tooLong(path, count);
        }
        return count;
    }

    private void ownText(String path) {
        String text = text(path);
        if (isOwn(path)) {
            texts.put(path, text);
        }
    }

    /** Whether a path is that of a field of the record itself. */
    private static boolean isOwn(String path) {
        return path.indexOf('.') < 0 && path.indexOf('[') < 0;
    }

    private String text(String path) {
        int length = length(path);
        String text = StrictText.decode(bytes, position, length, path);
        position += length;
        return text;
    }

    private int length(String path) {
        long length = number(path);
        if (length < 0 || length > bytes.length - position) {
            throw tooLong(path, length);
        }
        return (int) length;
    }

    private void skip(int length, String path) {
        if (length > bytes.length - position) {
            throw tooLong(path, length);
        }
        position += length;
    }

    private void flag(String path) {
        int at = position;
        skip(1, path);
        if (bytes[at] != 0 && bytes[at] != 1) {
            throw new DecodeException(
                    path, path + " has byte " + bytes[at] + "; allowed: 0 or 1 for a boolean");
        }
    }

    private void integer(String path) {
        long value = number(path);
        if (value != (int) value) {
            throw new DecodeException(
                    path, path + " is " + value + "; allowed: a whole number of 32 bits");
        }
    }

    private long number(String path) {
        long encoded = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (position >= bytes.length) {
                throw new DecodeException(
                        path, "The record ends within " + path + "; allowed: a whole record");
            }
            byte next = bytes[position++];
            encoded |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return (encoded >>> 1) ^ -(encoded & 1);
            }
        }
        throw new DecodeException(path, path + " is not an Avro number: it has more than 10 bytes");
    }

    private DecodeException tooLong(String path, long length) {
        return new DecodeException(
                path,
                "%s has length %d; allowed: at most the %d bytes that are left"
                        .formatted(path, length, bytes.length - position));
    }
}
