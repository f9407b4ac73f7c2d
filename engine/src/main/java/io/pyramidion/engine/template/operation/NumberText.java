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

import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Texts read as numbers by Python's {@code int} and {@code float}, and numbers written by formats.
 */
public final class NumberText {

    private static final Pattern FRACTION =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern NAMED =
            Pattern.compile("[+-]?(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

    private NumberText() {}

    /**
     * Python's {@code int(text, base)}; empty if it is not one.
     *
     * @throws UnsupportedTemplateException for integers beyond 64 bits
     */
    public static Optional<Long> integer(String text, long base) {
        String digits = plain(text).toLowerCase(Locale.ROOT);
        String sign = digits.startsWith("-") ? "-" : "";
        digits = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
        long radix = base;
        for (int i = 0; i < 3; i++) {
            String prefix = "0" + "xob".charAt(i);
            int of = i == 0 ? 16 : i == 1 ? 8 : 2;
            if (digits.startsWith(prefix) && (base == of || base == 0)) {
                digits = digits.substring(2);
                digits = digits.startsWith("_") ? digits.substring(1) : digits;
                radix = of;
            }
        }
        if (radix == 0) {
            radix = 10;
            if (digits.startsWith("0") && !digits.replace("_", "").matches("0+")) {
                return Optional.empty();
            }
        }
        if (radix < 2 || radix > 36 || !isGrouped(digits)) {
            return Optional.empty();
        }
        try {
            BigInteger value = new BigInteger(sign + digits.replace("_", ""), (int) radix);
            if (value.bitLength() > 63) {
                throw Values.bigInteger();
            }
            return Optional.of(value.longValue());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isGrouped(String digits) {
        return !digits.isEmpty()
                && Character.isLetterOrDigit(digits.charAt(0))
                && !digits.endsWith("_")
                && !digits.contains("__");
    }

    /** Python's {@code float(text)}; empty if it is not one. */
    public static Optional<Double> fraction(String text) {
        String digits = plain(text);
        if (digits.contains("_")) {
            if (!digits.matches(".*\\d_\\d.*") || digits.matches(".*(^_|__|_$|_\\D|\\D_).*")) {
                return Optional.empty();
            }
            digits = digits.replace("_", "");
        }
        if (FRACTION.matcher(digits).matches()) {
            return Optional.of(Double.parseDouble(digits));
        }
        if (!NAMED.matcher(digits).matches()) {
            return Optional.empty();
        }
        double named =
                digits.toLowerCase(Locale.ROOT).endsWith("n")
                        ? Double.NaN
                        : Double.POSITIVE_INFINITY;
        return Optional.of(digits.startsWith("-") ? -named : named);
    }

    /** Without white space around, and with the digits of other scripts as ours. */
    private static String plain(String text) {
        StringBuilder out = new StringBuilder();
        Texts.strip(text, Optional.empty(), true, true)
                .codePoints()
                .forEach(
                        point ->
                                out.appendCodePoint(
                                        Character.isDigit(point)
                                                ? '0' + Character.digit(point, 10)
                                                : point));
        return out.toString();
    }

    /** A float with so many digits after the point, without its sign. */
    static String fixed(double number, int digits) {
        return special(number)
                .orElseGet(
                        () ->
                                new BigDecimal(Math.abs(number))
                                        .setScale(digits, RoundingMode.HALF_EVEN)
                                        .toPlainString());
    }

    /** A float as digits and exponent, without its sign. */
    static String scientific(double number, int digits) {
        Optional<String> special = special(number);
        if (special.isPresent()) {
            return special.get();
        }
        BigDecimal exact = new BigDecimal(Math.abs(number));
        if (exact.signum() == 0) {
            return new BigDecimal(0).setScale(digits).toPlainString() + "e+00";
        }
        BigDecimal rounded = exact.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String mantissa =
                rounded.movePointLeft(exponent)
                        .setScale(digits, RoundingMode.HALF_EVEN)
                        .toPlainString();
        return mantissa + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static Optional<String> special(double number) {
        return Double.isNaN(number) || Double.isInfinite(number)
                ? Optional.of(Printing.fraction(Double.isNaN(number) ? number : Math.abs(number)))
                : Optional.empty();
    }

    /** Whether a minus is written before a float. */
    static boolean isNegative(double number) {
        return number < 0 || number == 0 && 1 / number < 0;
    }

    /**
     * Python's {@code round(number, digits)}: to the even neighbour if both are as near.
     *
     * @return an int for an int, else a float
     */
    public static Object round(Object number, long digits) {
        Optional<Long> integer = Values.integer(number);
        if (integer.isPresent() && digits >= 0) {
            return integer.get();
        }
        int scale = (int) Math.max(-400, Math.min(400, digits));
        if (integer.isPresent()) {
            BigDecimal rounded =
                    BigDecimal.valueOf(integer.get()).setScale(scale, RoundingMode.HALF_EVEN);
            if (rounded.toBigInteger().bitLength() >= Long.SIZE) {
                throw new UnsupportedTemplateException("an integer beyond 64 bits");
            }
            return rounded.longValueExact();
        }
        double value = Values.fraction(number);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        double rounded =
                new BigDecimal(value).setScale(scale, RoundingMode.HALF_EVEN).doubleValue();
        return Math.copySign(rounded, value);
    }
}
