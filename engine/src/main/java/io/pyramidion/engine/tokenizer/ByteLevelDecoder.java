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
package io.pyramidion.engine.tokenizer;

/**
 * Decodes byte-level tokens: their bytes are one UTF-8 stream. Broken sequences become U+FFFD, one
 * per longest well-formed beginning, as the Hugging Face tokenizer does. The cost of a token is
 * that of its own bytes.
 */
final class ByteLevelDecoder implements IncrementalDecoder {

    private static final char REPLACEMENT = '\uFFFD';

    private final TokenBytes tokens;

    /** Bits of the character under way, how many bytes it still wants, limits of the next one. */
    private int codePoint;

    private int missing;
    private int min;
    private int max;

    ByteLevelDecoder(TokenBytes tokens) {
        this.tokens = tokens;
    }

    @Override
    public String append(int tokenId) {
        StringBuilder text = new StringBuilder();
        for (byte b : tokens.of(tokenId)) {
            accept(b & 0xFF, text);
        }
        return text.toString();
    }

    @Override
    public String finish() {
        boolean broken = missing > 0;
        missing = 0;
        return broken ? String.valueOf(REPLACEMENT) : "";
    }

    private void accept(int b, StringBuilder text) {
        if (missing > 0 && (b < min || b > max)) {
            text.append(REPLACEMENT);
            missing = 0;
        }
        if (missing > 0) {
            codePoint = codePoint << 6 | b & 0x3F;
            missing--;
            min = 0x80;
            max = 0xBF;
            if (missing == 0) {
                text.appendCodePoint(codePoint);
            }
        } else {
            begin(b, text);
        }
    }

    /**
     * The limits of the second byte keep out overlong forms, surrogates and what is past U+10FFFF.
     */
    private void begin(int b, StringBuilder text) {
        if (b < 0x80) {
            text.append((char) b);
        } else if (b >= 0xC2 && b <= 0xDF) {
            expect(1, b & 0x1F, 0x80, 0xBF);
        } else if (b >= 0xE0 && b <= 0xEF) {
            expect(2, b & 0x0F, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
        } else if (b >= 0xF0 && b <= 0xF4) {
            expect(3, b & 0x07, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
        } else {
            text.append(REPLACEMENT);
        }
    }

    private void expect(int bytes, int bits, int minNext, int maxNext) {
        missing = bytes;
        codePoint = bits;
        min = minNext;
        max = maxNext;
    }
}
