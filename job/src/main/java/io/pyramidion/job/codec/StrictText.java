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

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 without forgiveness: what a lenient decoder would silently replace is refused here. */
final class StrictText {

    private StrictText() {}

    /**
     * Decodes UTF-8.
     *
     * @throws DecodeException naming the first byte that is no UTF-8
     */
    static String decode(byte[] bytes, int offset, int length, String field) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer output = CharBuffer.allocate(length);
        CoderResult result = decoder.decode(input, output, true);
        if (result.isError()) {
            throw malformed(bytes[input.position()], input.position() - offset, field);
        }
        return output.flip().toString();
    }

    /**
     * Checks that a text has a UTF-8 form.
     *
     * @throws DecodeException if it holds half of a surrogate pair
     */
    static String checked(String text, String field) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return text;
        } catch (CharacterCodingException e) {
            throw new DecodeException(
                    field, field + " holds half of a surrogate pair; allowed: Unicode text", e);
        }
    }

    private static DecodeException malformed(byte found, int position, String field) {
        String where = field.isEmpty() ? "The value" : field;
        return new DecodeException(
                field,
                "%s has byte 0x%02x at offset %d; allowed: valid UTF-8"
                        .formatted(where, found, position));
    }
}
