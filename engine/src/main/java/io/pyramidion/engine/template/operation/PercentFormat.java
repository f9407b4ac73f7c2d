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
import io.pyramidion.engine.template.value.Range;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code text % values}. */
public final class PercentFormat {

    private static final Pattern FIELD =
            Pattern.compile(
                    "%(?:\\((?<key>[^()]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d+|\\*)?"
                            + "(?:\\.(?<precision>\\d*|\\*))?[hlL]?(?<type>.)",
                    Pattern.DOTALL);

    private final Object values;
    private int next;

    private PercentFormat(Object values) {
        this.values = values;
    }

    /**
     * Fills in values.
     *
     * @param values a tuple for several, a dict for fields with keys, else one value
     */
    public static String format(String text, Object values) {
        return new PercentFormat(values).fill(text);
    }

    private String fill(String text) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        Matcher field = FIELD.matcher(text);
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
            out.append(text, from, at);
            field.region(at, text.length());
            if (!field.lookingAt()) {
                throw new TemplateFailedException("incomplete format");
            }
            out.append(field(field));
            Sizes.text(out.length());
            from = field.end();
        }
        boolean all = !(values instanceof Tuple tuple) || next == tuple.items().size();
        boolean needless = !(values instanceof Tuple) && next == 0 && !isMapping();
        if (!all || needless) {
            throw new TemplateFailedException(
                    "not all arguments converted during string formatting");
        }
        return out.append(text.substring(from)).toString();
    }

    /** What Python takes for a mapping, of which not all needs to be used. */
    private boolean isMapping() {
        return values instanceof Dict
                || values instanceof List
                || values instanceof Range
                || values instanceof Undefined;
    }

    private String field(Matcher field) {
        String type = field.group("type");
        if (type.equals("%")) {
            return "%";
        }
        String flags = field.group("flags");
        if (flags.contains("#")
                || "*".equals(field.group("width"))
                || "*".equals(field.group("precision"))) {
            throw new UnsupportedTemplateException("the format \"" + field.group() + "\"");
        }
        int precision = precision(field.group("precision"));
        Object value = value(field.group("key"));
        Optional<String> sign = Optional.empty();
        String body;
        switch (type) {
            case "s", "r" -> {
                String text = type.equals("s") ? Printing.str(value) : Printing.repr(value);
                body = precision < 0 ? text : cut(text, precision);
            }
            case "d", "i", "u" -> {
                long number = number(value, type, true);
                sign = Optional.of(number < 0 ? "-" : "");
                body = zeros(Long.toString(number).replace("-", ""), precision);
            }
            case "x", "X", "o" -> {
                long number = number(value, type, false);
                sign = Optional.of(number < 0 ? "-" : "");
                String digits = Long.toString(number, type.equals("o") ? 8 : 16).replace("-", "");
                body = zeros(type.equals("X") ? Texts.upper(digits) : digits, precision);
            }
            case "f", "F", "e", "E" -> {
                double number = fraction(value);
                sign = Optional.of(NumberText.isNegative(number) ? "-" : "");
                int digits = precision < 0 ? 6 : precision;
                body =
                        Texts.lower(type).equals("f")
                                ? NumberText.fixed(number, digits)
                                : NumberText.scientific(number, digits);
                body = type.equals("E") || type.equals("F") ? Texts.upper(body) : body;
            }
            default ->
                    throw new UnsupportedTemplateException("the format \"" + field.group() + "\"");
        }
        return pad(body, sign, flags, width(field.group("width")));
    }

    private static String pad(String body, Optional<String> sign, String flags, int width) {
        String prefix = sign.orElse("");
        if (sign.isPresent() && prefix.isEmpty()) {
            prefix = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        }
        int missing = width - prefix.length() - body.codePointCount(0, body.length());
        if (missing <= 0) {
            return prefix + body;
        } else if (flags.contains("-")) {
            return prefix + body + " ".repeat(missing);
        } else if (flags.contains("0") && sign.isPresent()) {
            return prefix + "0".repeat(missing) + body;
        }
        return " ".repeat(missing) + prefix + body;
    }

    private Object value(String key) {
        if (key != null) {
            if (!(values instanceof Dict dict)) {
                throw new TemplateFailedException("format requires a mapping");
            }
            return dict.get(key)
                    .orElseThrow(() -> new TemplateFailedException("KeyError: '" + key + "'"));
        }
        int place = next++;
        if (values instanceof Tuple tuple && place < tuple.items().size()) {
            return tuple.items().get(place);
        }
        if (values instanceof Tuple || place > 0) {
            throw new TemplateFailedException("not enough arguments for format string");
        }
        return values;
    }

    private static long number(Object value, String type, boolean fractions) {
        if (fractions && value instanceof Double fraction) {
            if (Double.isNaN(fraction) || Double.isInfinite(fraction)) {
                throw new TemplateFailedException("cannot convert float to integer");
            }
            if (Math.abs(fraction) >= 0x1p63) {
                throw Values.bigInteger();
            }
            return fraction.longValue();
        }
        return Values.integer(value).orElseThrow(() -> wrong(value, type));
    }

    private static double fraction(Object value) {
        if (!Values.isNumber(value)) {
            throw wrong(value, "f");
        }
        return Values.fraction(value);
    }

    private static TemplateFailedException wrong(Object value, String type) {
        return new TemplateFailedException(
                "%%%s format: a number is required, not %s"
                        .formatted(type, Values.typeName(value)));
    }

    private static String zeros(String digits, int precision) {
        return "0".repeat(Math.max(0, precision - digits.length())) + digits;
    }

    private static String cut(String text, int points) {
        return text.codePointCount(0, text.length()) <= points
                ? text
                : text.substring(0, text.offsetByCodePoints(0, points));
    }

    private static int width(String digits) {
        return digits == null ? 0 : small(digits);
    }

    private static int precision(String digits) {
        return digits == null ? -1 : digits.isEmpty() ? 0 : small(digits);
    }

    private static int small(String digits) {
        if (digits.length() > 4) {
            throw new UnsupportedTemplateException("a format of width or precision " + digits);
        }
        return Integer.parseInt(digits);
    }
}
