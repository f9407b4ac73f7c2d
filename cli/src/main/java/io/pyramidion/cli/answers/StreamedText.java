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

import java.util.TreeMap;

/**
 * A streaming request's text so far. Deltas may come again after a failure: the text is then cut
 * back to where they start anew.
 */
public final class StreamedText {

    private final TreeMap<Integer, String> pieces = new TreeMap<>();
    private int tokens;

    public void add(TokenDelta delta) {
        int start = delta.getFirstPosition();
        if (start < tokens && !pieces.containsKey(start)) {
            // It starts within a piece that stands; the rest comes with later ones.
            return;
        }
        pieces.tailMap(start, true).clear();
        pieces.put(start, delta.getText());
        tokens = start + delta.getTokenIds().size();
    }

    /** Tokens so far. */
    public int tokens() {
        return tokens;
    }

    public String text() {
        return String.join("", pieces.values());
    }
}
