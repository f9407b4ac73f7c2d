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
package io.pyramidion.engine.lines;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 without forgiveness: what a lenient decoder would silently replace is refused here. */
public final class StrictUtf8 {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private StrictUtf8() {}

    /**
     * Decodes UTF-8.
     *
     * @throws MalformedTextException naming the first byte that is no UTF-8
     */
    public static String decode(byte[] bytes, int offset, int length) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer output = CharBuffer.allocate(length);
        CoderResult result = decoder.decode(input, output, true);
        if (result.isError()) {
            throw new MalformedTextException(
                    "has byte 0x%02x at offset %d; allowed: valid UTF-8"
                            .formatted(bytes[input.position()], input.position() - offset));
        }
        return output.flip().toString();
    }

    /**
     * Decodes a line, which has no NUL character either: one is the sign of another encoding.
     *
     * @throws MalformedTextException naming the first byte that is no UTF-8, or the first NUL
     */
    public static String line(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] == 0) {
                throw new MalformedTextException(
                        "has a NUL character at offset %d; allowed: text".formatted(i));
            }
        }
        return decode(bytes, offset, length);
    }

    /** A text without the byte order mark that some editors put before it. */
    public static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
