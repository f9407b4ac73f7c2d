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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes that each token of a byte-level vocabulary stands for. Special tokens stand for none.
 * Immutable, one per tokenizer.
 */
final class TokenBytes {

    private static final byte[] NONE = {};
    private static final int FIRST_STAND_IN = 256;

    private final byte[][] bytes;

    TokenBytes(TokenizerDefinition definition) {
        int[] byteOf = alphabet();
        bytes = new byte[definition.size()][];
        definition.tokens().forEach((id, token) -> bytes[id] = bytes(token, byteOf));
        definition.special().stream().forEach(id -> bytes[id] = NONE);
    }

    /** The token's bytes, not to be changed; none if there is no such token. */
    byte[] of(int id) {
        return id < 0 || id >= bytes.length || bytes[id] == null ? NONE : bytes[id];
    }

    private static byte[] bytes(String token, int[] byteOf) {
        byte[] result = new byte[token.length()];
        for (int i = 0; i < result.length; i++) {
            char c = token.charAt(i);
            if (c >= byteOf.length || byteOf[c] < 0) {
                // An added token in plain text rather than in the alphabet.
                return token.getBytes(StandardCharsets.UTF_8);
            }
            result[i] = (byte) byteOf[c];
        }
        return result;
    }

    /**
     * GPT-2's alphabet: printable Latin-1 characters stand for themselves, the other bytes, in
     * order, for the characters from U+0100 on.
     */
    private static int[] alphabet() {
        int[] byteOf = new int[2 * FIRST_STAND_IN];
        Arrays.fill(byteOf, -1);
        int standIn = FIRST_STAND_IN;
        for (int b = 0; b < FIRST_STAND_IN; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xFF && b != 0xAD;
            byteOf[printable ? b : standIn++] = b;
        }
        return byteOf;
    }
}
