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

import java.util.Arrays;

/**
 * Decodes tokens of any other kind, such as SentencePiece vocabularies: decodes a short window of
 * the last tokens with and without the new ones and releases the difference. The window begins with
 * tokens already released, so that a decoder which treats the start of a text specially (a leading
 * space) sees the same as in the whole. Waits while the window ends in a replacement character,
 * which may be a character under way, but not for longer than a character can take. Exact for every
 * valid text; broken bytes may give another number of replacement characters than in the whole.
 */
final class WindowDecoder implements IncrementalDecoder {

    private static final char REPLACEMENT = '\uFFFD';

    /** Tokens of one UTF-8 character when every byte is a token, doubled. */
    private static final int MAX_WAITING = 8;

    private final Tokenizer tokenizer;

    /** {@code window[0, released)} is context, {@code window[released, length)} waits. */
    private int[] window = {};

    private int released;

    WindowDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    @Override
    public String append(int tokenId) {
        if (tokenizer.isSpecial(tokenId)) {
            return "";
        }
        window = Arrays.copyOf(window, window.length + 1);
        window[window.length - 1] = tokenId;
        String text = waiting();
        boolean underWay = text.isEmpty() || text.charAt(text.length() - 1) == REPLACEMENT;
        return underWay && window.length - released < MAX_WAITING ? "" : release(text);
    }

    @Override
    public String finish() {
        return release(waiting());
    }

    /** Tokens that the next one is decoded with. */
    int windowLength() {
        return window.length;
    }

    private String waiting() {
        String context = tokenizer.decode(Arrays.copyOf(window, released));
        String text = tokenizer.decode(window);
        // Broken bytes may join into fewer characters than they were released as.
        return text.substring(Math.min(context.length(), text.length()));
    }

    private String release(String text) {
        window = Arrays.copyOfRange(window, released, window.length);
        released = window.length;
        return text;
    }
}
