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

import java.util.List;

/**
 * Turns generated tokens into text as they come. A piece once released stands: it never ends inside
 * a character, and never holds the beginning of what turns out to be a stop string. All pieces
 * together are the text of all tokens, cut before the first stop string. The cost of a token does
 * not grow with the length of the text.
 *
 * <p>One per generation; not thread-safe. Uses the tokenizer but does not own it.
 */
public final class TextStream {

    private final IncrementalDecoder decoder;
    private final StopStrings stops;
    private final StringBuilder text = new StringBuilder();

    /**
     * A stream that has seen no token.
     *
     * @param stop texts that end the generation, none empty; may be no texts at all
     */
    public TextStream(Tokenizer tokenizer, List<String> stop) {
        this(tokenizer.incrementalDecoder(), stop);
    }

    /**
     * A stream that has seen no token.
     *
     * @param decoder an unused one, which the stream then owns
     * @param stop texts that end the generation, none empty; may be no texts at all
     */
    public TextStream(IncrementalDecoder decoder, List<String> stop) {
        this.decoder = decoder;
        this.stops = new StopStrings(stop);
    }

    /**
     * Takes the next token and returns the text that it releases, often none. After a stop string
     * further tokens release nothing.
     */
    public String append(int tokenId) {
        return release(stops.append(decoder.append(tokenId)));
    }

    /**
     * Takes the next token as {@link #append} does, but looks for no stop string in it: for the
     * tokens that a generation must have at least.
     */
    public String appendUnstoppable(int tokenId) {
        return release(decoder.append(tokenId));
    }

    /** Whether a stop string was completed; the token that did so was the last one needed. */
    public boolean stopped() {
        return stops.found();
    }

    /**
     * Ends the text and returns what was held back: nothing after a stop string. Part of a
     * character becomes U+FFFD.
     */
    public String finish() {
        return release(stops.append(decoder.finish()) + stops.finish());
    }

    /** All text released so far. */
    public String text() {
        return text.toString();
    }

    private String release(String piece) {
        text.append(piece);
        return piece;
    }
}
