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
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.Map;

/** Python's {@code str} and {@code repr}. */
public final class Printing {

    private static final int MAX_DEPTH = 100;

    private Printing() {}

    /**
     * A value as text. What is undefined has none, a dict may have one of its own.
     *
     * @throws UnsupportedTemplateException for functions and generators, whose text is an address
     */
    public static String str(Object value) {
        if (value instanceof String text) {
            return text;
        } else if (value instanceof SafeText safe) {
            return safe.text();
        } else if (value instanceof Undefined) {
            return "";
        } else if (value instanceof Dict dict && dict.written().isPresent()) {
            return dict.written().get();
        }
        return repr(value);
    }

    /** A value as Python writes it in source. */
    public static String repr(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, 0);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new UnsupportedTemplateException(
                    "printing a value that is nested deeper than " + MAX_DEPTH);
        }
        if (value instanceof String text) {
            quote(out, text);
        } else if (value instanceof SafeText safe) {
            out.append("Markup(");
            quote(out, safe.text());
            out.append(')');
        } else if (value instanceof Double number) {
            out.append(fraction(number));
        } else if (value instanceof Boolean truth) {
            out.append(truth ? "True" : "False");
        } else if (value instanceof Long) {
            out.append(value);
        } else if (value == None.NONE) {
            out.append("None");
        } else if (value instanceof Undefined) {
            out.append("Undefined");
        } else if (value instanceof Dict dict) {
            entries(out, dict, depth);
        } else if (value instanceof Tuple tuple) {
            items(out, tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")", depth);
        } else if (value instanceof Iterable<?> list) {
            items(out, list, "[", "]", depth);
        } else if (value instanceof DictView view) {
            out.append(Values.typeName(view));
            items(out, view.list(), "([", "])", depth);
        } else if (value instanceof Range range) {
            out.append("range(").append(range.start()).append(", ").append(range.stop());
            out.append(range.step() == 1 ? ")" : ", " + range.step() + ")");
        } else if (value instanceof Attributed attributed) {
            out.append(attributed.repr().orElseThrow(() -> address(value)));
        } else {
            throw address(value);
        }
    }

    private static UnsupportedTemplateException address(Object value) {
        return new UnsupportedTemplateException(
                "printing a value of type " + Values.typeName(value));
    }

    private static void items(
            StringBuilder out, Iterable<?> items, String open, String close, int depth) {
        out.append(open);
        for (Iterator<?> rest = items.iterator(); rest.hasNext(); ) {
            write(out, rest.next(), depth + 1);
            out.append(rest.hasNext() ? ", " : "");
        }
        out.append(close);
    }

    private static void entries(StringBuilder out, Dict dict, int depth) {
        out.append('{');
        String separator = "";
        for (Map.Entry<Object, Object> entry : dict.entries()) {
            out.append(separator);
            write(out, entry.getKey(), depth + 1);
            out.append(": ");
            write(out, entry.getValue(), depth + 1);
            separator = ", ";
        }
        out.append('}');
    }

    private static void quote(StringBuilder out, String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(point -> character(out, point, quote));
        out.append(quote);
    }

    private static void character(StringBuilder out, int point, char quote) {
        switch (point) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (point == quote) {
                    out.append('\\').append(quote);
                } else if (isPrintable(point)) {
                    out.appendCodePoint(point);
                } else if (point < 0x100) {
                    out.append("\\x%02x".formatted(point));
                } else if (point < 0x10000) {
                    out.append("\\u%04x".formatted(point));
                } else {
                    out.append("\\U%08x".formatted(point));
                }
            }
        }
    }

    private static boolean isPrintable(int point) {
        if (point < 0x7f) {
            return point >= ' ';
        }
        NewCharacters.check(point);
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /** A float by the shortest digits that read back as the same float. */
    public static String fraction(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        } else if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        } else if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(number));
        int exponent = shortest.precision() - shortest.scale() - 1;
        String sign = number < 0 ? "-" : "";
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String digits = shortest.unscaledValue().toString();
        return sign
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
