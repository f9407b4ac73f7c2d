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
package io.pyramidion.cli.terminal;

import java.util.List;

/**
 * Lines at the end of a terminal that are replaced by others. Tells what to write, writes nothing.
 */
final class LiveLines {

    private static final String CLEAR_BELOW = "\r\u001b[J";

    private List<String> shown = List.of();

    /** What removes the lines, so that others that stay take their place. */
    String removed() {
        String erased = shown.isEmpty() ? "" : "\u001b[" + shown.size() + "A" + CLEAR_BELOW;
        shown = List.of();
        return erased;
    }

    /** What shows {@code lines} in place of those that are shown; each must fit on a line. */
    String replaced(List<String> lines) {
        String erased = removed();
        shown = List.copyOf(lines);
        StringBuilder text = new StringBuilder(erased);
        shown.forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }

    List<String> shown() {
        return shown;
    }
}
