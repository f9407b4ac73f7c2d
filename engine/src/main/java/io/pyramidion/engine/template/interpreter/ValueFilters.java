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
package io.pyramidion.engine.template.interpreter;

import io.pyramidion.engine.template.operation.Attributes;
import io.pyramidion.engine.template.operation.Json;
import io.pyramidion.engine.template.operation.NumberText;
import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Arguments.Bound;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filters of single values: defaults, numbers, JSON. */
final class ValueFilters {

    private static final int MAX_INDENT = 100;

    private ValueFilters() {}

    static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        all.put("default", ValueFilters::otherwise);
        all.put("d", ValueFilters::otherwise);
        all.put("int", ValueFilters::integer);
        all.put("float", ValueFilters::fraction);
        all.put("abs", ValueFilters::abs);
        all.put("round", ValueFilters::round);
        all.put("tojson", ValueFilters::toJson);
        all.put(
                "attr",
                (r, value, given) ->
                        Attributes.only(value, given.bind("attr", 1, "name").text(0, "")));
        return all;
    }

    private static Object otherwise(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("default", 0, "default_value", "boolean");
        boolean lacks = value instanceof Undefined || bound.truth(1, false) && !Values.truth(value);
        return lacks ? bound.get(0, "") : value;
    }

    private static Object integer(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("int", 0, "default", "base");
        Object otherwise = bound.get(0, 0L);
        Optional<Long> integer = Values.integer(value);
        if (integer.isPresent()) {
            return integer.get();
        } else if (value instanceof Undefined undefined) {
            throw undefined.fail();
        } else if (value instanceof Double number && Double.isInfinite(number)) {
            throw new TemplateFailedException("cannot convert float infinity to integer");
        } else if (value instanceof Double number) {
            return truncated(number).map(Object.class::cast).orElse(otherwise);
        } else if (!Values.isText(value)) {
            return otherwise;
        }
        String text = Printing.str(value);
        return NumberText.integer(text, bound.integer(1, 10))
                .or(() -> NumberText.fraction(text).flatMap(ValueFilters::truncated))
                .map(Object.class::cast)
                .orElse(otherwise);
    }

    private static Optional<Long> truncated(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Optional.empty();
        }
        if (Math.abs(number) >= 0x1p63) {
            throw Values.bigInteger();
        }
        return Optional.of((long) number);
    }

    private static Object fraction(Rendering rendering, Object value, Arguments given) {
        Object otherwise = given.bind("float", 0, "default").get(0, 0.0);
        if (value instanceof Undefined undefined) {
            throw undefined.fail();
        } else if (Values.isNumber(value)) {
            return Values.fraction(value);
        } else if (!Values.isText(value)) {
            return otherwise;
        }
        return NumberText.fraction(Printing.str(value)).map(Object.class::cast).orElse(otherwise);
    }

    private static Object abs(Rendering rendering, Object value, Arguments given) {
        given.bindByPlace("abs", 0);
        Optional<Long> integer = Values.integer(value);
        if (integer.isPresent() && integer.get() == Long.MIN_VALUE) {
            throw Values.bigInteger();
        } else if (integer.isPresent()) {
            return Math.abs(integer.get());
        } else if (value instanceof Double number) {
            return Math.abs(number);
        }
        throw wrong("abs", value);
    }

    private static TemplateFailedException wrong(String filter, Object value) {
        return value instanceof Undefined undefined
                ? undefined.fail()
                : new TemplateFailedException(
                        "%s of a value of type %s".formatted(filter, Values.typeName(value)));
    }

    private static Object round(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("round", 0, "precision", "method");
        String method = bound.text(1, "common");
        if (!List.of("common", "ceil", "floor").contains(method)) {
            throw new TemplateFailedException("method must be common, ceil or floor");
        }
        if (!Values.isNumber(value)) {
            throw wrong("round", value);
        }
        boolean toInteger = bound.has(0) && !bound.given(0);
        long digits = bound.given(0) ? bound.integer(0, 0) : 0;
        if (method.equals("common")) {
            Object rounded = NumberText.round(value, digits);
            return toInteger && rounded instanceof Double number
                    ? truncated(number)
                            .orElseThrow(() -> new TemplateFailedException("round of " + value))
                    : rounded;
        } else if (toInteger) {
            throw wrong("round to None digits", value);
        }
        return toward(Values.fraction(value), digits, method);
    }

    private static Object toward(double value, long digits, String method) {
        if (digits < 0 || digits > 15 || Math.abs(value) * Math.pow(10, digits) > 0x1p53) {
            throw new UnsupportedTemplateException(
                    "round to %d digits by \"%s\"".formatted(digits, method));
        }
        double scaled = value * Math.pow(10, digits);
        double rounded = method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled);
        double result = rounded / Math.pow(10, digits);
        return result == 0 ? 0.0 : result;
    }

    /** The signature that transformers gives it. */
    private static int indent(long spaces) {
        if (spaces > MAX_INDENT) {
            throw new UnsupportedTemplateException(
                    "tojson with an indent of %d; allowed: up to %d".formatted(spaces, MAX_INDENT));
        }
        return (int) Math.max(0, spaces);
    }

    private static Object toJson(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
        Optional<String> indent = Optional.empty();
        if (bound.given(1)) {
            indent =
                    Optional.of(
                            Values.isText(bound.get(1, 0L))
                                    ? bound.text(1, "")
                                    : " ".repeat(indent(bound.integer(1, 0))));
        }
        String items = indent.isPresent() ? "," : ", ";
        String keys = ": ";
        if (bound.given(2)) {
            List<Object> separators = Iteration.list(bound.get(2, None.NONE));
            if (separators.size() != 2 || !separators.stream().allMatch(Values::isText)) {
                throw new TemplateFailedException("separators of tojson are not two texts");
            }
            items = Printing.str(separators.get(0));
            keys = Printing.str(separators.get(1));
        }
        return new Json(bound.truth(0, false), indent, items, keys, bound.truth(3, false))
                .write(value);
    }
}
