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

import io.pyramidion.engine.template.operation.Arithmetic;
import io.pyramidion.engine.template.operation.Texts;
import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Callable;
import io.pyramidion.engine.template.value.Comparison;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.Range;
import io.pyramidion.engine.template.value.SafeText;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Jinja's tests by name. */
final class Tests {

    /** Tests that compare, with the operator that each stands for. */
    private static final Map<String, String> OPERATORS =
            Map.ofEntries(
                    Map.entry("==", "=="),
                    Map.entry("eq", "=="),
                    Map.entry("equalto", "=="),
                    Map.entry("!=", "!="),
                    Map.entry("ne", "!="),
                    Map.entry(">", ">"),
                    Map.entry("gt", ">"),
                    Map.entry("greaterthan", ">"),
                    Map.entry(">=", ">="),
                    Map.entry("ge", ">="),
                    Map.entry("<", "<"),
                    Map.entry("lt", "<"),
                    Map.entry("lessthan", "<"),
                    Map.entry("<=", "<="),
                    Map.entry("le", "<="),
                    Map.entry("in", "in"));

    private static final Set<String> OTHERS =
            Set.of(
                    "boolean",
                    "callable",
                    "defined",
                    "divisibleby",
                    "escaped",
                    "even",
                    "false",
                    "filter",
                    "float",
                    "integer",
                    "iterable",
                    "lower",
                    "mapping",
                    "none",
                    "number",
                    "odd",
                    "sameas",
                    "sequence",
                    "string",
                    "test",
                    "true",
                    "undefined",
                    "upper");

    private Tests() {}

    /** Whether Jinja has a test of the name. */
    static boolean isKnown(String name) {
        return OPERATORS.containsKey(name) || OTHERS.contains(name);
    }

    static boolean apply(String name, Object value, Arguments given) {
        String operator = OPERATORS.get(name);
        if (operator != null) {
            Object other = given.bindByPlace(name, 1, "other").get(0, None.NONE);
            return ExpressionCompiler.compare(operator, value, other);
        }
        if (name.equals("divisibleby")) {
            Object number = given.bind(name, 1, "num").get(0, None.NONE);
            return isEqual(Arithmetic.apply("%", value, number), 0);
        } else if (name.equals("sameas")) {
            return isSame(value, given.bind(name, 1, "other").get(0, None.NONE));
        }
        given.bind(name, 0);
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == None.NONE;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "number" -> Values.isNumber(value);
            case "string" -> Values.isText(value);
            case "mapping" -> value instanceof Dict;
            case "sequence" -> isSequence(value);
            case "iterable" -> Iteration.isPossible(value) || value instanceof Loop;
            case "callable" -> value instanceof Callable || value instanceof Undefined;
            case "escaped" -> value instanceof SafeText;
            case "lower" -> Texts.isAll(Printing.str(value), false);
            case "upper" -> Texts.isAll(Printing.str(value), true);
            case "odd" -> isEqual(Arithmetic.apply("%", value, 2L), 1);
            case "even" -> isEqual(Arithmetic.apply("%", value, 2L), 0);
            case "filter" -> Filters.isKnown(name(value));
            case "test" -> isKnown(name(value));
            default -> throw new TemplateFailedException("No test named '" + name + "'.");
        };
    }

    private static boolean isEqual(Object value, long number) {
        return Comparison.equal(value, number);
    }

    private static boolean isSequence(Object value) {
        return Values.isText(value)
                || value instanceof List
                || value instanceof Tuple
                || value instanceof Dict
                || value instanceof Range
                || value instanceof Undefined;
    }

    private static String name(Object value) {
        Object key = Dict.hashable(value);
        return key instanceof String name ? name : "";
    }

    /**
     * Whether two values are one object. Of numbers and texts that are equal, Python may or may not
     * keep one.
     */
    private static boolean isSame(Object value, Object other) {
        boolean kept =
                Values.isText(value)
                        || value instanceof Long
                        || value instanceof Double
                        || value instanceof Tuple;
        if (kept && value.getClass() == other.getClass() && Comparison.equal(value, other)) {
            throw new UnsupportedTemplateException(
                    "the test \"sameas\" of values of type " + Values.typeName(value));
        }
        return value == other || value instanceof Boolean && value.equals(other);
    }
}
