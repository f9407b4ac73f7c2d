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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Python's values in Java: {@code None} is {@link None}, bool is Boolean, int is Long, float is
 * Double, str is String (or {@link SafeText}), list is a Java list, and the rest are classes of
 * this package.
 */
public final class Values {

    private Values() {}

    /**
     * A value of a request in the form that templates use: null, booleans, numbers, texts, and
     * lists and maps of them. A {@link ReadList} stays what it is.
     *
     * @throws UnsupportedTemplateException for integers beyond 64 bits and other types
     */
    public static Object of(Object value) {
        if (value == null) {
            return None.NONE;
        } else if (value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        } else if (value instanceof BigDecimal number) {
            return number.doubleValue();
        } else if (value instanceof BigInteger number) {
            if (number.bitLength() > 63) {
                throw bigInteger();
            }
            return number.longValue();
        } else if (value instanceof Map<?, ?> map) {
            Dict dict =
                    new Dict(
                            value instanceof WrittenMap written
                                    ? Optional.of(written.text())
                                    : Optional.empty());
            map.forEach((key, held) -> dict.put(of(key), of(held)));
            return dict;
        } else if (value instanceof ReadList list) {
            return list.inValues();
        } else if (value instanceof Collection<?> collection) {
            List<Object> list = new ArrayList<>(collection.size());
            collection.forEach(item -> list.add(of(item)));
            return list;
        }
        throw new UnsupportedTemplateException(
                "a value of type " + value.getClass().getSimpleName());
    }

    public static UnsupportedTemplateException bigInteger() {
        return new UnsupportedTemplateException("an integer beyond 64 bits");
    }

    /** Python's {@code bool(value)}. */
    public static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        } else if (value instanceof String text) {
            return !text.isEmpty();
        } else if (value instanceof Long number) {
            return number != 0;
        } else if (value instanceof Double number) {
            return number != 0;
        } else if (value instanceof Undefined || value == None.NONE) {
            return false;
        }
        return size(value).orElse(1L) != 0;
    }

    /** Python's {@code len(value)}; empty where there is none. */
    public static Optional<Long> size(Object value) {
        if (value instanceof String text) {
            return Optional.of((long) text.codePointCount(0, text.length()));
        } else if (value instanceof SafeText safe) {
            return size(safe.text());
        } else if (value instanceof List<?> list) {
            return Optional.of((long) list.size());
        } else if (value instanceof Tuple tuple) {
            return Optional.of((long) tuple.items().size());
        } else if (value instanceof Dict dict) {
            return Optional.of((long) dict.size());
        } else if (value instanceof DictView view) {
            return Optional.of((long) view.dict().size());
        } else if (value instanceof Range range) {
            return Optional.of(range.size());
        } else if (value instanceof Undefined) {
            return Optional.of(0L);
        }
        return Optional.empty();
    }

    public static boolean isText(Object value) {
        return value instanceof String || value instanceof SafeText;
    }

    public static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    /** An int, or a bool, which is one. */
    public static Optional<Long> integer(Object value) {
        if (value instanceof Long number) {
            return Optional.of(number);
        }
        return value instanceof Boolean truth ? Optional.of(truth ? 1L : 0L) : Optional.empty();
    }

    /** A number as float. */
    public static double fraction(Object number) {
        return number instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) number).doubleValue();
    }

    /** The name of a value's type, as Python writes it. */
    public static String typeName(Object value) {
        if (value == None.NONE) {
            return "NoneType";
        } else if (value instanceof Boolean) {
            return "bool";
        } else if (value instanceof Long) {
            return "int";
        } else if (value instanceof Double) {
            return "float";
        } else if (value instanceof String) {
            return "str";
        } else if (value instanceof SafeText) {
            return "Markup";
        } else if (value instanceof List) {
            return "list";
        } else if (value instanceof Tuple) {
            return "tuple";
        } else if (value instanceof Dict) {
            return "dict";
        } else if (value instanceof DictView view) {
            return "dict_" + view.kind().name().toLowerCase(java.util.Locale.ROOT);
        } else if (value instanceof Range) {
            return "range";
        } else if (value instanceof Lazy) {
            return "generator";
        } else if (value instanceof Undefined) {
            return "Undefined";
        }
        return value instanceof Attributed attributed ? attributed.typeName() : "function";
    }
}
