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

/**
 * Colours of the terminal, or none.
 *
 * @param coloured whether escape sequences are written
 */
public record Style(boolean coloured) {

    private static final String RESET = "\u001b[0m";

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

    private String wrapped(String start, String text) {
        return coloured ? start + text + RESET : text;
    }
}
