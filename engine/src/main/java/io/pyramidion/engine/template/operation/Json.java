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

import io.pyramidion.engine.template.value.Comparison;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Python's {@code json.dumps}.
 *
 * @param ascii whether other characters are escaped
 * @param indent what each level is indented by, on lines of its own; empty for one line
 * @param itemSeparator between items
 * @param keySeparator between a key and its value
 * @param sorted whether keys are sorted
 */
public record Json(
        boolean ascii,
        Optional<String> indent,
        String itemSeparator,
        String keySeparator,
        boolean sorted) {

    private static final int MAX_DEPTH = 500;

    /**
     * A value as JSON.
     *
     * @throws TemplateFailedException if it has a part that JSON has not
     */
    public String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, 0);
        return out.toString();
    }

    private void write(StringBuilder out, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateFailedException("tojson of what is nested deeper than " + MAX_DEPTH);
        }
        if (Values.isText(value)) {
            quote(out, Printing.str(value));
        } else if (value == None.NONE) {
            out.append("null");
        } else if (value instanceof Boolean || value instanceof Long) {
            out.append(value);
        } else if (value instanceof Double number) {
            out.append(fraction(number));
        } else if (value instanceof List<?> list) {
            array(out, list, depth);
        } else if (value instanceof Tuple tuple) {
            array(out, tuple.items(), depth);
        } else if (value instanceof Dict dict) {
            object(out, dict, depth);
        } else {
            throw new TemplateFailedException(
                    "Object of type " + Values.typeName(value) + " is not JSON serializable");
        }
    }

    private static String fraction(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return Double.isInfinite(number)
                ? (number > 0 ? "Infinity" : "-Infinity")
                : Printing.fraction(number);
    }

    private void array(StringBuilder out, List<?> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : itemSeparator);
            line(out, depth + 1);
            write(out, items.get(i), depth + 1);
        }
        line(out, depth);
        out.append(']');
    }

    private void object(StringBuilder out, Dict dict, int depth) {
        if (dict.size() == 0) {
            out.append("{}");
            return;
        }
        List<Map.Entry<Object, Object>> entries = new ArrayList<>(dict.entries());
        if (sorted) {
            entries.sort((a, b) -> Comparison.sorting().compare(a.getKey(), b.getKey()));
        }
        out.append('{');
        for (int i = 0; i < entries.size(); i++) {
            out.append(i == 0 ? "" : itemSeparator);
            line(out, depth + 1);
            quote(out, key(entries.get(i).getKey()));
            out.append(keySeparator);
            write(out, entries.get(i).getValue(), depth + 1);
        }
        line(out, depth);
        out.append('}');
    }

    private void line(StringBuilder out, int depth) {
        indent.ifPresent(blanks -> out.append('\n').append(blanks.repeat(depth)));
    }

    private static String key(Object key) {
        if (Values.isText(key)) {
            return Printing.str(key);
        } else if (key == None.NONE) {
            return "null";
        } else if (key instanceof Double number) {
            return fraction(number);
        } else if (key instanceof Boolean || key instanceof Long) {
            return key.toString();
        }
        throw new TemplateFailedException(
                "keys must be str, int, float, bool or None, not " + Values.typeName(key));
    }

    private void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || ascii && c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
