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

import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's {@code text.format(values)}, with fields by place or name, conversions, and for texts
 * and numbers the common parts of a format.
 */
final class BraceFormat {

    private static final Pattern FIELD =
            Pattern.compile(
                    "\\{(?<name>[^{}!:]*)(?:!(?<conversion>[^{}:]*))?(?::(?<spec>[^{}]*))?\\}");
    private static final Pattern SPEC =
            Pattern.compile(
                    "(?:(?<fill>.)?(?<align>[<>^]))?(?<zero>0)?(?<width>\\d{1,4})?"
                            + "(?:\\.(?<precision>\\d{1,4}))?(?<type>[sdf])?");

    private final Arguments arguments;
    private int next;
    private boolean numbered;

    private BraceFormat(Arguments arguments) {
        this.arguments = arguments;
    }

    static String format(String text, Arguments arguments) {
        return new BraceFormat(arguments).fill(text);
    }

    private String fill(String text) {
        StringBuilder out = new StringBuilder();
        Matcher field = FIELD.matcher(text);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '{' && c != '}') {
                out.append(c);
                i++;
            } else if (text.startsWith(String.valueOf(c).repeat(2), i)) {
                out.append(c);
                i += 2;
            } else if (c == '}') {
                throw new TemplateFailedException("Single '}' encountered in format string");
            } else {
                field.region(i, text.length());
                if (!field.lookingAt()) {
                    throw new UnsupportedTemplateException(
                            "the format \"" + text.substring(i) + "\"");
                }
                out.append(field(field));
                Sizes.text(out.length());
                i = field.end();
            }
        }
        return out.toString();
    }

    private String field(Matcher field) {
        Object value = value(field.group("name"));
        String conversion = field.group("conversion");
        if (conversion != null) {
            value =
                    switch (conversion) {
                        case "s" -> Printing.str(value);
                        case "r" -> Printing.repr(value);
                        default ->
                                throw new UnsupportedTemplateException(
                                        "the format \"" + field.group() + "\"");
                    };
        }
        String spec = field.group("spec");
        if (spec == null || spec.isEmpty()) {
            return Printing.str(value);
        }
        Matcher parts = SPEC.matcher(spec);
        if (!parts.matches() || value instanceof Boolean) {
            throw unsupported(field);
        }
        return write(value, parts, field);
    }

    private static UnsupportedTemplateException unsupported(Matcher field) {
        return new UnsupportedTemplateException("the format \"" + field.group() + "\"");
    }

    private Object value(String name) {
        if (name.contains(".") || name.contains("[")) {
            throw new UnsupportedTemplateException("the format field \"{" + name + "}\"");
        }
        if (!name.isEmpty() && !name.chars().allMatch(Character::isDigit)) {
            Object value = arguments.named().get(name);
            if (value == null) {
                throw new TemplateFailedException("KeyError: '" + name + "'");
            }
            return value;
        }
        if (name.isEmpty() ? numbered : next > 0) {
            throw new TemplateFailedException(
                    "cannot switch between manual field specification and automatic numbering");
        }
        numbered = !name.isEmpty();
        int place = name.isEmpty() ? next++ : name.length() > 6 ? -1 : Integer.parseInt(name);
        if (place < 0 || place >= arguments.positional().size()) {
            throw new TemplateFailedException(
                    "Replacement index out of range for positional args tuple");
        }
        return arguments.positional().get(place);
    }

    private static String write(Object value, Matcher spec, Matcher field) {
        String type = spec.group("type");
        String precision = spec.group("precision");
        String sign = "";
        String body;
        if (Values.isText(value) && (type == null || type.equals("s"))) {
            body = Printing.str(value);
            if (precision != null) {
                int points =
                        Math.min(
                                Integer.parseInt(precision), body.codePointCount(0, body.length()));
                body = body.substring(0, body.offsetByCodePoints(0, points));
            }
            if (spec.group("zero") != null) {
                throw unsupported(field);
            }
        } else if (value instanceof Long number
                && (type == null || type.equals("d"))
                && precision == null) {
            sign = number < 0 ? "-" : "";
            body = number.toString().replace("-", "");
        } else if (Values.isNumber(value) && "f".equals(type)) {
            double number = Values.fraction(value);
            sign = NumberText.isNegative(number) ? "-" : "";
            body = NumberText.fixed(number, precision == null ? 6 : Integer.parseInt(precision));
        } else {
            throw unsupported(field);
        }
        return pad(sign, body, spec, Values.isNumber(value));
    }

    private static String pad(String sign, String body, Matcher spec, boolean number) {
        int width = spec.group("width") == null ? 0 : Integer.parseInt(spec.group("width"));
        int missing = width - sign.length() - body.codePointCount(0, body.length());
        if (missing <= 0) {
            return sign + body;
        }
        String align = spec.group("align");
        boolean zero = spec.group("zero") != null;
        if (zero && align == null) {
            return sign + "0".repeat(missing) + body;
        }
        String fill = spec.group("fill") == null ? (zero ? "0" : " ") : spec.group("fill");
        int left =
                switch (align == null ? (number ? ">" : "<") : align) {
                    case ">" -> missing;
                    case "^" -> missing / 2;
                    default -> 0;
                };
        return fill.repeat(left) + sign + body + fill.repeat(missing - left);
    }
}
