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
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's {@code ==}, {@code <}, {@code in} and order. */
public final class Comparison {

    private static final double EXACT = 0x1p53;

    private Comparison() {}

    /** Python's {@code left == right}. */
    public static boolean equal(Object left, Object right) {
        if (left instanceof String && right instanceof String) {
            return left.equals(right);
        } else if (Values.isNumber(left) && Values.isNumber(right)) {
            return numbers(left, right).filter(order -> order == 0).isPresent();
        } else if (Values.isText(left) && Values.isText(right)) {
            return Printing.str(left).equals(Printing.str(right));
        } else if (left instanceof List<?> a && right instanceof List<?> b) {
            return sameItems(a, b);
        } else if (left instanceof Tuple a && right instanceof Tuple b) {
            return sameItems(a.items(), b.items());
        } else if (left instanceof Dict a && right instanceof Dict b) {
            return sameEntries(a, b);
        } else if (left instanceof Range a && right instanceof Range b) {
            return sameItems(Iteration.list(a), Iteration.list(b));
        } else if (left instanceof DictView && right instanceof DictView) {
            throw new UnsupportedTemplateException("comparing the views of dicts");
        }
        return left instanceof Undefined ? right instanceof Undefined : left == right;
    }

    /**
     * Python's {@code left < right}.
     *
     * @throws TemplateFailedException if the values have no order
     */
    public static boolean less(Object left, Object right) {
        return order(left, right, "<").filter(order -> order < 0).isPresent();
    }

    /**
     * The order of two values: negative, 0 or positive; empty if one is not a number.
     *
     * @param operator for the message if there is no order
     * @throws TemplateFailedException if the values have no order
     */
    public static Optional<Integer> order(Object left, Object right, String operator) {
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return numbers(left, right);
        } else if (Values.isText(left) && Values.isText(right)) {
            return Optional.of(texts(Printing.str(left), Printing.str(right)));
        } else if (left instanceof List<?> a && right instanceof List<?> b) {
            return lists(a, b, operator);
        } else if (left instanceof Tuple a && right instanceof Tuple b) {
            return lists(a.items(), b.items(), operator);
        } else if (left instanceof Undefined undefined) {
            throw undefined.fail();
        } else if (right instanceof Undefined undefined) {
            throw undefined.fail();
        } else if (left instanceof DictView && right instanceof DictView) {
            throw new UnsupportedTemplateException("comparing the views of dicts");
        }
        throw new TemplateFailedException(
                "'%s' not supported between instances of '%s' and '%s'"
                        .formatted(operator, Values.typeName(left), Values.typeName(right)));
    }

    /** The order in which Python sorts. */
    public static Comparator<Object> sorting() {
        return (left, right) ->
                order(left, right, "<")
                        .orElseThrow(() -> new UnsupportedTemplateException("sorting what is nan"));
    }

    /**
     * Python's {@code item in container}.
     *
     * @throws TemplateFailedException if the container holds no items
     */
    public static boolean contains(Object container, Object item) {
        if (Values.isText(container)) {
            if (!Values.isText(item)) {
                throw new TemplateFailedException(
                        "'in <string>' requires string as left operand, not "
                                + Values.typeName(item));
            }
            return Printing.str(container).contains(Printing.str(item));
        } else if (container instanceof Dict dict) {
            return dict.get(item).isPresent();
        } else if (container instanceof DictView view && view.kind() == DictView.Kind.KEYS) {
            return view.dict().get(item).isPresent();
        }
        if (!Iteration.isPossible(container)) {
            throw new TemplateFailedException(
                    "argument of type '" + Values.typeName(container) + "' is not iterable");
        }
        for (Iterator<Object> items = Iteration.of(container); items.hasNext(); ) {
            Object held = items.next();
            if (held == item || equal(held, item)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Integer> numbers(Object left, Object right) {
        Optional<Long> a = Values.integer(left);
        Optional<Long> b = Values.integer(right);
        if (a.isPresent() && b.isPresent()) {
            return Optional.of(Long.compare(a.get(), b.get()));
        }
        double x = Values.fraction(left);
        double y = Values.fraction(right);
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Optional.empty();
        }
        if (Double.isInfinite(x) || Double.isInfinite(y) || Math.abs(x) < EXACT) {
            return Optional.of(x < y ? -1 : x > y ? 1 : 0);
        }
        return Optional.of(exact(left).compareTo(exact(right)));
    }

    private static BigDecimal exact(Object number) {
        return Values.integer(number)
                .map(BigDecimal::valueOf)
                .orElseGet(() -> new BigDecimal((Double) number));
    }

    /** By code points, which differs from Java's order beyond the first plane. */
    private static int texts(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            if (left.charAt(i) != right.charAt(i)) {
                int a = left.codePointAt(i);
                int b = right.codePointAt(i);
                return Integer.compare(
                        Character.isLowSurrogate(left.charAt(i)) ? left.codePointBefore(i + 1) : a,
                        Character.isLowSurrogate(right.charAt(i))
                                ? right.codePointBefore(i + 1)
                                : b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static Optional<Integer> lists(List<?> left, List<?> right, String operator) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return order(left.get(i), right.get(i), operator);
            }
        }
        return Optional.of(Integer.compare(left.size(), right.size()));
    }

    private static boolean sameItems(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) != right.get(i) && !equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(Dict left, Dict right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<Object, Object> entry : left.entries()) {
            Optional<Object> other = right.get(entry.getKey());
            if (other.filter(value -> equal(entry.getValue(), value)).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
