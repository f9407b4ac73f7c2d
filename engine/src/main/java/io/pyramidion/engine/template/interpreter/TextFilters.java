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
import io.pyramidion.engine.template.operation.PercentFormat;
import io.pyramidion.engine.template.operation.Sizes;
import io.pyramidion.engine.template.operation.Slices;
import io.pyramidion.engine.template.operation.Texts;
import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Arguments.Bound;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.SafeText;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that make text of text. */
final class TextFilters {

    private static final Pattern WORD =
            Pattern.compile(
                    "[-\\s\\x1c-\\x1f\\x85({\\[<]+|[^-\\s\\x1c-\\x1f\\x85({\\[<]+",
                    Pattern.UNICODE_CHARACTER_CLASS);
    private static final long TRUNCATE_LEEWAY = 5;

    private TextFilters() {}

    static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        all.put("upper", (r, value, given) -> plain("upper", value, given, Texts::upper));
        all.put("lower", (r, value, given) -> plain("lower", value, given, Texts::lower));
        all.put(
                "capitalize",
                (r, value, given) -> plain("capitalize", value, given, Texts::capitalize));
        all.put("string", (r, value, given) -> plain("string", value, given, text -> text));
        all.put("title", TextFilters::title);
        all.put("trim", TextFilters::trim);
        all.put("center", TextFilters::center);
        all.put("replace", TextFilters::replace);
        all.put("indent", TextFilters::indent);
        all.put("truncate", TextFilters::truncate);
        all.put("format", TextFilters::format);
        all.put(
                "safe",
                (r, value, given) -> {
                    given.bind("safe", 0);
                    return new SafeText(Printing.str(value));
                });
        all.put("escape", TextFilters::escape);
        all.put("e", TextFilters::escape);
        all.put(
                "forceescape",
                (r, value, given) -> {
                    given.bind("forceescape", 0);
                    return SafeText.escape(Printing.str(value));
                });
        return all;
    }

    private static Object plain(
            String name, Object value, Arguments given, UnaryOperator<String> filter) {
        given.bind(name, 0);
        return marked(value, filter);
    }

    /** What a method makes of a value's text; safe if it was safe. */
    private static Object marked(Object value, UnaryOperator<String> method) {
        String text = method.apply(Printing.str(value));
        return value instanceof SafeText ? new SafeText(text) : text;
    }

    private static Object escape(Rendering rendering, Object value, Arguments given) {
        given.bind("escape", 0);
        return SafeText.escape(value);
    }

    /** Not as the method: a word begins behind white space, brackets and hyphens only. */
    private static Object title(Rendering rendering, Object value, Arguments given) {
        given.bind("title", 0);
        StringBuilder out = new StringBuilder();
        Matcher words = WORD.matcher(Printing.str(value));
        while (words.find()) {
            String word = words.group();
            int first = word.offsetByCodePoints(0, 1);
            out.append(Texts.upper(word.substring(0, first)));
            out.append(Texts.lower(word.substring(first)));
        }
        return out.toString();
    }

    private static Object trim(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("trim", 0, "chars");
        Optional<String> characters =
                bound.given(0) ? Optional.of(bound.text(0, "")) : Optional.empty();
        return marked(value, text -> Texts.strip(text, characters, true, true));
    }

    private static Object center(Rendering rendering, Object value, Arguments given) {
        long width = given.bind("center", 0, "width").integer(0, 80);
        return marked(value, text -> Texts.center(text, width, " "));
    }

    private static Object replace(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("replace", 2, "old", "new", "count");
        return Texts.replace(
                Printing.str(value),
                Printing.str(bound.get(0, "")),
                Printing.str(bound.get(1, "")),
                bound.given(2) ? bound.integer(2, -1) : -1);
    }

    private static Object indent(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("indent", 0, "width", "first", "blank");
        String indention =
                Values.isText(bound.get(0, 4L))
                        ? bound.text(0, "")
                        : (String) Arithmetic.apply("*", " ", bound.integer(0, 4));
        if (value instanceof Undefined undefined) {
            throw undefined.fail();
        } else if (!Values.isText(value)) {
            throw new TemplateFailedException("indent of a " + Values.typeName(value));
        }
        return marked(
                value,
                text -> indent(text, indention, bound.truth(1, false), bound.truth(2, false)));
    }

    private static String indent(String text, String indention, boolean first, boolean blank) {
        List<Object> lines = Texts.lines(text + "\n", false);
        StringBuilder out = new StringBuilder(first ? indention : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            out.append(i == 0 ? "" : "\n");
            out.append(i > 0 && (blank || !line.isEmpty()) ? indention : "").append(line);
            Sizes.text(out.length());
        }
        return out.toString();
    }

    private static Object truncate(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("truncate", 0, "length", "killwords", "end", "leeway");
        long length = bound.integer(0, 255);
        String end = bound.text(2, "...");
        long leeway = bound.given(3) ? bound.integer(3, 0) : TRUNCATE_LEEWAY;
        long endLength = end.codePointCount(0, end.length());
        Optional<Long> size = Values.size(value);
        if (length < endLength || leeway < 0 || size.isEmpty()) {
            throw new TemplateFailedException("truncate with these arguments");
        } else if (size.get() <= length + leeway) {
            return value;
        } else if (!(value instanceof String)) {
            throw new UnsupportedTemplateException(
                    "truncate of a value of type " + Values.typeName(value));
        }
        String kept = (String) Slices.slice(value, None.NONE, length - endLength, None.NONE);
        if (!bound.truth(1, false)) {
            int blank = kept.lastIndexOf(' ');
            kept = blank < 0 ? kept : kept.substring(0, blank);
        }
        return kept + end;
    }

    private static Object format(Rendering rendering, Object value, Arguments given) {
        if (!given.named().isEmpty() && !given.positional().isEmpty()) {
            throw new TemplateFailedException(
                    "format takes arguments by place or by name, not both");
        }
        if (value instanceof SafeText) {
            return Arithmetic.apply("%", value, new Tuple(given.positional()));
        }
        Dict named = new Dict();
        given.named().forEach(named::put);
        return PercentFormat.format(
                Printing.str(value), named.size() > 0 ? named : new Tuple(given.positional()));
    }
}
