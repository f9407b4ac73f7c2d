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

import io.pyramidion.engine.lines.MalformedTextException;
import io.pyramidion.engine.lines.StrictUtf8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts of records: what a lenient reader would silently replace is refused by its field. */
final class StrictText {

    private StrictText() {}

    /**
     * Decodes UTF-8.
     *
     * @param field where it stands, spelled out only for a message; nothing for the whole
     * @throws DecodeException naming the first byte that is no UTF-8
     */
    static String decode(byte[] bytes, int offset, int length, Object field) {
        try {
            return StrictUtf8.decode(bytes, offset, length);
        } catch (MalformedTextException e) {
            String name = field.toString();
            String where = name.isEmpty() ? "The value" : name;
            throw new DecodeException(name, where + " " + e.getMessage(), e);
        }
    }

    /**
     * Checks that a text has a UTF-8 form.
     *
     * @throws DecodeException if it holds half of a surrogate pair
     */
    static String checked(String text, Object field) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return text;
        } catch (CharacterCodingException e) {
            String name = field.toString();
            throw new DecodeException(
                    name, name + " holds half of a surrogate pair; allowed: Unicode text", e);
        }
    }
}
