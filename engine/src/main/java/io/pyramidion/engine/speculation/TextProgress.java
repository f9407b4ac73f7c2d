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
package io.pyramidion.engine.speculation;

import io.pyramidion.engine.tokenizer.TextStream;

import java.util.Optional;

/** The text of one sequence, and how much of it has been asked for. Owned by its sequence. */
final class TextProgress {

    private final TextStream text;
    private final int minTokens;
    private final Optional<TraceLog> trace;
    private StringBuilder undrained = new StringBuilder();
    private int drainedTokens;
    private int drainedCharacters;

    /**
     * @param text an unused stream
     * @param minTokens first tokens in which no stop text counts
     * @param trace takes note of each token, if there is one
     */
    TextProgress(TextStream text, int minTokens, Optional<TraceLog> trace) {
        this.text = text;
        this.minTokens = minTokens;
        this.trace = trace;
    }

    /** Writes the tokens of an earlier run, whose text has been asked for. */
    void restore(int[] tokens) {
        for (int position = 0; position < tokens.length; position++) {
            append(tokens[position], position);
        }
        drain(tokens.length);
    }

    /**
     * Writes the next token.
     *
     * @param position its position among the generated tokens
     */
    void append(int token, int position) {
        String piece = position < minTokens ? text.appendUnstoppable(token) : text.append(token);
        undrained.append(piece);
        if (trace.isPresent()) {
            trace.get().wrote(piece.length());
        }
    }

    /** Whether a stop text was completed. */
    boolean stopped() {
        return text.stopped();
    }

    /** Ends the text. */
    void finish() {
        undrained.append(text.finish());
    }

    /** The text so far, cut before a stop text. */
    String text() {
        return text.text();
    }

    /** Generated tokens that came before the last {@link #drain}. */
    int drainedTokens() {
        return drainedTokens;
    }

    /** Unicode code points of the text that came before the last {@link #drain}. */
    int drainedCharacters() {
        return drainedCharacters;
    }

    /**
     * Text that came since the last call.
     *
     * @param tokens generated tokens now
     */
    String drain(int tokens) {
        String fresh = undrained.toString();
        undrained = new StringBuilder();
        drainedTokens = tokens;
        drainedCharacters += fresh.codePointCount(0, fresh.length());
        return fresh;
    }
}
