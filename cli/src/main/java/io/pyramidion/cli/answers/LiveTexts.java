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

import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.schemas.TokenDelta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts that stream right now, oldest first; of several texts to one request the first. */
public final class LiveTexts {

    private static final int NAME_WIDTH = 16;

    private final Map<String, StreamedText> texts = new LinkedHashMap<>();

    public void add(TokenDelta delta) {
        if (delta.getIndex() != null && delta.getIndex() > 0) {
            return;
        }
        if (delta.getFinishReason() != null) {
            texts.remove(delta.getRequestId());
        } else {
            texts.computeIfAbsent(delta.getRequestId(), id -> new StreamedText()).add(delta);
        }
    }

    /** Forgets a request that is done. */
    public void remove(String requestId) {
        texts.remove(requestId);
    }

    /** One line for each of the oldest {@code max} texts: its newest part. */
    public List<String> lines(Screen screen, int max) {
        List<String> lines = new ArrayList<>();
        int room = screen.width() - NAME_WIDTH - 4;
        for (Map.Entry<String, StreamedText> entry : texts.entrySet()) {
            if (lines.size() == max) {
                break;
            }
            String name = Text.padded(Text.head(entry.getKey(), NAME_WIDTH), NAME_WIDTH);
            String text = Text.tail(Text.line(entry.getValue().text()), room);
            lines.add(screen.style().faint(name) + " " + screen.style().accent("▸") + " " + text);
        }
        return lines;
    }
}
