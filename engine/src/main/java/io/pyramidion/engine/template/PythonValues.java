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
package io.pyramidion.engine.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values written as Python's {@code str} and {@code json.dumps} write them. */
final class PythonValues {

    private PythonValues() {}

    /**
     * A value as text. What is undefined has none.
     *
     * @throws UnsupportedTemplateException for lists, maps and fractions, whose Python form no
     *     template should rely on
     */
    static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Collection || value instanceof Map || value instanceof Double) {
            throw new UnsupportedTemplateException(
                    "printing a list, a map or a fraction; write it with tojson");
        }
        return value.toString();
    }

    /** The number of entries, or of a text's characters, which Python counts by code points. */
    static Object length(Object value) {
        if (value instanceof Collection<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        String text = text(value);
        return text.codePointCount(0, text.length());
    }

    /** The first or last entry of a list, or character of a text; null if there is none. */
    static Object end(Object value, boolean last) {
        List<?> entries =
                value instanceof Collection<?> list ? new ArrayList<>(list) : characters(value);
        return entries.isEmpty() ? null : entries.get(last ? entries.size() - 1 : 0);
    }

    /**
     * The entries of a map.
     *
     * @throws UnsupportedTemplateException for anything else
     */
    static Object items(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.entrySet());
        }
        throw new UnsupportedTemplateException("\"items\" of what is not a map");
    }

    /**
     * Entries of a list, or characters of a text, as Python's {@code [from:to:step]} chooses them.
     *
     * @param bounds from, to and step; null for what is not given
     */
    static Object slice(Object value, Object... bounds) {
        List<?> entries =
                value instanceof Collection<?> list ? new ArrayList<>(list) : characters(value);
        int size = entries.size();
        int step = bounds[2] == null ? 1 : ((Number) bounds[2]).intValue();
        if (step == 0) {
            throw new UnsupportedTemplateException("a slice with step 0");
        }
        int min = step > 0 ? 0 : -1;
        int from = bound(bounds[0], step > 0 ? 0 : size - 1, min, size);
        int to = bound(bounds[1], step > 0 ? size : -1, min, size);
        List<Object> chosen = new ArrayList<>();
        for (int i = from; step > 0 ? i < to : i > to; i += step) {
            chosen.add(entries.get(i));
        }
        return value instanceof Collection<?>
                ? chosen
                : chosen.stream().map(String::valueOf).collect(Collectors.joining());
    }

    private static int bound(Object given, int otherwise, int min, int size) {
        if (given == null) {
            return otherwise;
        }
        int index = ((Number) given).intValue();
        int counted = index < 0 ? index + size : index;
        return Math.max(min, Math.min(counted, size + min));
    }

    private static List<String> characters(Object value) {
        return text(value).codePoints().mapToObj(Character::toString).toList();
    }

    /** A value as JSON, with Python's blanks after commas and colons. */
    static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> quote(e.getKey().toString()) + ": " + json(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .map(PythonValues::json)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value == null || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : quote(value.toString());
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
