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

import java.util.regex.Pattern;

/**
 * Colours of the terminal, or none.
 *
 * @param coloured whether escape sequences are written
 */
public record Style(boolean coloured) {

    private static final String RESET = "\u001b[0m";
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9]+m");

    /** Of a terminal: colours, unless NO_COLOR is set. */
    public static Style ofTerminal() {
        String noColor = System.getenv("NO_COLOR");
        return new Style(noColor == null || noColor.isEmpty());
    }

    /** Of what standard output leads to. Starts a process. */
    public static Style ofOutput() {
        return StatusLines.isDumb() || StandardStream.OUTPUT.terminalWidth().isEmpty()
                ? new Style(false)
                : ofTerminal();
    }

    public String bold(String text) {
        return wrapped("\u001b[1m", text);
    }

    public String faint(String text) {
        return wrapped("\u001b[2m", text);
    }

    public String good(String text) {
        return wrapped("\u001b[32m", text);
    }

    public String bad(String text) {
        return wrapped("\u001b[31m", text);
    }

    public String accent(String text) {
        return wrapped("\u001b[36m", text);
    }

    public String yellow(String text) {
        return wrapped("\u001b[33m", text);
    }

    /** A text without what {@link Style} writes around texts. */
    public static String plain(String text) {
        return SEQUENCE.matcher(text).replaceAll("");
    }

    private String wrapped(String start, String text) {
        return coloured ? start + text + RESET : text;
    }
}
