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
package io.pyramidion.engine;

import java.nio.charset.StandardCharsets;

/** How messages show a text that came from outside. */
public final class ShownText {

    private static final int LENGTH = 80;

    private ShownText() {}

    /** A value on one line, cut if it is long. */
    public static String of(String value) {
        return line(value.length() <= LENGTH ? value : value.substring(0, LENGTH) + "...");
    }

    /** A text on one line that every encoder takes, whatever was in it. */
    public static String line(String text) {
        byte[] encoded = text.replaceAll("\\p{Cntrl}", " ").getBytes(StandardCharsets.UTF_8);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
