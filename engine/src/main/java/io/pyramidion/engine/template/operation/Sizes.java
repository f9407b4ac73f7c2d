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
package io.pyramidion.engine.template.operation;

import io.pyramidion.engine.template.value.UnsupportedTemplateException;

/** How large a single value of a template may become. */
public final class Sizes {

    /** Characters of a text. */
    public static final int MAX_TEXT = 32 * 1024 * 1024;

    /** Items of a list. */
    public static final int MAX_ITEMS = 1_000_000;

    private Sizes() {}

    /**
     * Refuses longer texts.
     *
     * @return true
     */
    public static boolean text(long characters) {
        if (characters > MAX_TEXT) {
            throw new UnsupportedTemplateException(
                    "a text of %d characters; allowed: up to %d".formatted(characters, MAX_TEXT));
        }
        return true;
    }

    /** Refuses longer lists. */
    public static void items(long items) {
        if (items > MAX_ITEMS) {
            throw new UnsupportedTemplateException(
                    "a list of %d items; allowed: up to %d".formatted(items, MAX_ITEMS));
        }
    }

    static long product(long size, long times) {
        return Math.multiplyHigh(size, times) == 0 && size * times >= 0
                ? size * times
                : Long.MAX_VALUE;
    }
}
