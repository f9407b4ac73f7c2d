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

import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.SafeText;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;

/**
 * Python's operators on numbers, texts and lists. Integers beyond 64 bits are refused, and so is
 * what would be larger than {@link Sizes} allows.
 */
public final class Arithmetic {

    private static final double EXACT = 0x1p53;

    private Arithmetic() {}

    /**
     * The value of {@code left operator right}.
     *
     * @param operator one of {@code + - * / // % **}
     * @throws TemplateFailedException if Python has no such operation
     */
    public static Object apply(String operator, Object left, Object right) {
        if (left instanceof Undefined undefined) {
            throw undefined.fail();
        }
        if (right instanceof Undefined undefined
                && !(operator.equals("%") && Values.isText(left))) {
            throw undefined.fail();
        }
        return switch (operator) {
            case "+" -> add(left, right);
            case "*" -> multiply(left, right);
            case "%" ->
                    Values.isText(left)
                            ? percent(left, right)
                            : number(operator, left, right, Math::floorMod);
            case "-" -> number(operator, left, right, Math::subtractExact);
            case "//" -> number(operator, left, right, Arithmetic::floorDivide);
            case "/" -> number(operator, left, right, null);
            default -> number(operator, left, right, Arithmetic::power);
        };
    }

    /** The value of {@code -value}. */
    public static Object negate(Object value) {
        Optional<Long> integer = Values.integer(value);
        if (integer.isPresent()) {
            return exact(0, integer.get(), Math::subtractExact);
        }
        return -fraction("unary -", value);
    }

    /** The value of {@code +value}. */
    public static Object plus(Object value) {
        Optional<Long> integer = Values.integer(value);
        return integer.isPresent() ? integer.get() : (Object) fraction("unary +", value);
    }

    private static double fraction(String operator, Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.fail();
        }
        if (!(value instanceof Double number)) {
            throw new TemplateFailedException(
                    "bad operand type for %s: '%s'".formatted(operator, Values.typeName(value)));
        }
        return number;
    }

    private static Object add(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return Sizes.text((long) a.length() + b.length()) ? a + b : "";
        } else if (Values.isText(left) && Values.isText(right)) {
            return new SafeText(SafeText.escape(left).text() + SafeText.escape(right).text());
        } else if (left instanceof List<?> a && right instanceof List<?> b) {
            return joined(a, b);
        } else if (left instanceof Tuple a && right instanceof Tuple b) {
            return new Tuple(joined(a.items(), b.items()));
        } else if (written(left) && Values.isText(right) || Values.isText(left) && written(right)) {
            return add(
                    written(left) ? Printing.str(left) : left,
                    written(right) ? Printing.str(right) : right);
        }
        return number("+", left, right, Math::addExact);
    }

    private static boolean written(Object value) {
        return value instanceof Dict dict && dict.written().isPresent();
    }

    private static List<Object> joined(List<?> left, List<?> right) {
        Sizes.items((long) left.size() + right.size());
        List<Object> list = new ArrayList<>(left);
        list.addAll(right);
        return list;
    }

    private static Object multiply(Object left, Object right) {
        Optional<Long> times = Values.integer(right);
        if (times.isPresent() && Values.integer(left).isEmpty() && isSequence(left)) {
            return repeat(left, times.get());
        }
        times = Values.integer(left);
        if (times.isPresent() && Values.integer(right).isEmpty() && isSequence(right)) {
            return repeat(right, times.get());
        }
        return number("*", left, right, Math::multiplyExact);
    }

    private static boolean isSequence(Object value) {
        return Values.isText(value) || value instanceof List || value instanceof Tuple;
    }

    private static Object repeat(Object value, long given) {
        long times = Math.max(0, given);
        if (value instanceof List<?> list) {
            return repeated(list, times);
        } else if (value instanceof Tuple tuple) {
            return new Tuple(repeated(tuple.items(), times));
        }
        String text = Printing.str(value);
        Sizes.text(Sizes.product(text.length(), times));
        String repeated = text.isEmpty() ? "" : text.repeat((int) times);
        return value instanceof SafeText ? new SafeText(repeated) : repeated;
    }

    private static List<Object> repeated(List<?> list, long times) {
        Sizes.items(Sizes.product(list.size(), times));
        List<Object> repeated = new ArrayList<>();
        for (int i = 0; i < times && !list.isEmpty(); i++) {
            repeated.addAll(list);
        }
        return repeated;
    }

    private static Object percent(Object left, Object right) {
        if (left instanceof SafeText) {
            throw new UnsupportedTemplateException("\"%\" of a text that is marked as safe");
        }
        return PercentFormat.format((String) left, right);
    }

    private static Object number(
            String operator, Object left, Object right, LongBinaryOperator integers) {
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw new TemplateFailedException(
                    "unsupported operand type(s) for %s: '%s' and '%s'"
                            .formatted(operator, Values.typeName(left), Values.typeName(right)));
        }
        Optional<Long> a = Values.integer(left);
        Optional<Long> b = Values.integer(right);
        boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
        if (divides && Values.fraction(right) == 0) {
            throw new TemplateFailedException("division by zero");
        }
        boolean fractions = operator.equals("/") || operator.equals("**") && b.orElse(0L) < 0;
        if (a.isPresent() && b.isPresent() && !fractions) {
            return exact(a.get(), b.get(), integers);
        }
        double x = Values.fraction(left);
        double y = Values.fraction(right);
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" ->
                    Math.abs(x) <= EXACT && Math.abs(y) <= EXACT || a.isEmpty() || b.isEmpty()
                            ? x / y
                            : BigDecimal.valueOf(a.get())
                                    .divide(BigDecimal.valueOf(b.get()), new MathContext(60))
                                    .doubleValue();
            case "%" -> modulo(x, y);
            case "//" -> floor(x, y);
            default -> power(x, y);
        };
    }

    private static Object exact(long left, long right, LongBinaryOperator operator) {
        try {
            return operator.applyAsLong(left, right);
        } catch (ArithmeticException e) {
            throw Values.bigInteger();
        }
    }

    private static long floorDivide(long left, long right) {
        if (left == Long.MIN_VALUE && right == -1) {
            throw new ArithmeticException("overflow");
        }
        return Math.floorDiv(left, right);
    }

    private static long power(long base, long exponent) {
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1 : base;
        } else if (base == -1) {
            return exponent % 2 == 0 ? 1 : -1;
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    private static double modulo(double x, double y) {
        double rest = x % y;
        if (rest == 0) {
            return Math.copySign(0, y);
        }
        return rest < 0 == y < 0 ? rest : rest + y;
    }

    private static double floor(double x, double y) {
        double rest = modulo(x, y);
        double quotient = (x - rest) / y;
        if (quotient == 0) {
            return Math.copySign(0, x / y);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    /** Only what is exact: for the rest, the C library's last bit is not Java's. */
    private static double power(double x, double y) {
        double result = Math.pow(x, y);
        if (x == 0 && y < 0) {
            throw new TemplateFailedException("0.0 cannot be raised to a negative power");
        }
        boolean whole = y == Math.rint(y) && Math.abs(y) < 64;
        if (whole && y >= 0 && x == Math.rint(x) && Math.abs(result) < EXACT) {
            return result;
        }
        if (whole && y < 0 && x == Math.rint(x) && Math.abs(Math.pow(x, -y)) < EXACT) {
            return 1 / Math.pow(x, -y);
        }
        throw new UnsupportedTemplateException("a power of fractions");
    }
}
