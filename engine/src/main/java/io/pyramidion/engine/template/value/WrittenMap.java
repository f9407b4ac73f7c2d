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
package io.pyramidion.engine.template.value;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A map that a sender wrote as a text, such as the arguments of a call: templates that take it
 * apart have its entries, those that print it or join it to a text have the text.
 */
public final class WrittenMap extends AbstractMap<Object, Object> {

    private final Map<Object, Object> entries;
    private final String text;

    /**
     * Keeps the entries in their order.
     *
     * @param text as it was written
     */
    public WrittenMap(Map<?, ?> entries, String text) {
        this.entries = new LinkedHashMap<>(entries);
        this.text = text;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
        return entries.entrySet();
    }
}
