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
package io.pyramidion.cli.answers;

import io.pyramidion.schemas.TokenDelta;

/**
 * A streaming request's text so far. Each delta is written in its place, so that deltas that come
 * again after a failure, cut elsewhere, double nothing. What is joined late, or misses a part,
 * begins behind that with an ellipsis. Places are counted in Unicode code points.
 */
public final class StreamedText {

    private final StringBuilder text = new StringBuilder();
    private int start = -1;
    private int end;
    private int tokens;

    public void add(TokenDelta delta) {
        int from = delta.getFirstCharacter();
        String piece = delta.getText();
        int until = from + piece.codePointCount(0, piece.length());
        if (start < 0 || from > end) {
            text.setLength(0);
            start = from;
            end = from;
        }
        if (until > start) {
            int skipped = Math.max(0, start - from);
            write(from + skipped, until, piece.substring(piece.offsetByCodePoints(0, skipped)));
        }
        int count = delta.getFirstPosition() + delta.getTokenIds().size();
        tokens = Math.max(tokens, count);
        if (delta.getFinishReason() != null && until >= start) {
            // A text that its time ended may have gone further before a failure.
            text.setLength(index(until));
            end = until;
            tokens = count;
        }
    }

    private void write(int from, int until, String piece) {
        text.replace(index(from), index(Math.min(until, end)), piece);
        end = Math.max(end, until);
    }

    private int index(int character) {
        return character == end ? text.length() : text.offsetByCodePoints(0, character - start);
    }

    /** Tokens so far. */
    public int tokens() {
        return tokens;
    }

    public String text() {
        return start > 0 ? "…" + text : text.toString();
    }
}
