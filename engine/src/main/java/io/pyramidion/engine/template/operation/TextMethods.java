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
import io.pyramidion.engine.template.value.Arguments.Bound;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.NewCharacters;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** The methods of Python's {@code str}. */
final class TextMethods {

    static final Set<String> NAMES =
            Set.of(
                    "capitalize",
                    "center",
                    "count",
                    "endswith",
                    "expandtabs",
                    "find",
                    "format",
                    "index",
                    "isalnum",
                    "isalpha",
                    "isascii",
                    "isdecimal",
                    "isdigit",
                    "islower",
                    "isspace",
                    "istitle",
                    "isupper",
                    "join",
                    "ljust",
                    "lower",
                    "lstrip",
                    "partition",
                    "removeprefix",
                    "removesuffix",
                    "replace",
                    "rfind",
                    "rindex",
                    "rjust",
                    "rpartition",
                    "rsplit",
                    "rstrip",
                    "split",
                    "splitlines",
                    "startswith",
                    "strip",
                    "swapcase",
                    "title",
                    "upper",
                    "zfill");
    static final Set<String> REFUSED =
            Set.of(
                    "casefold",
                    "encode",
                    "format_map",
                    "isidentifier",
                    "isnumeric",
                    "isprintable",
                    "maketrans",
                    "translate");

    private TextMethods() {}

    /**
     * Calls a method.
     *
     * @param name one of {@link #NAMES}
     */
    static Object call(String text, String name, Arguments given) {
        return switch (name) {
            case "capitalize" -> none(given, name, Texts.capitalize(text));
            case "title" -> none(given, name, Texts.title(text));
            case "upper" -> none(given, name, Texts.upper(text));
            case "lower" -> none(given, name, Texts.lower(text));
            case "swapcase" -> none(given, name, Texts.swapCase(text));
            case "islower" -> none(given, name, Texts.isAll(text, false));
            case "isupper" -> none(given, name, Texts.isAll(text, true));
            case "istitle" -> none(given, name, Texts.isTitle(text));
            case "isspace" -> none(given, name, all(text, Texts::isSpace));
            case "isalpha" -> none(given, name, all(text, Character::isLetter));
            case "isascii" -> none(given, name, text.chars().allMatch(c -> c < 0x80));
            case "isdecimal" -> none(given, name, all(text, Character::isDigit));
            case "isdigit" -> none(given, name, all(text, TextMethods::isDigit));
            case "isalnum" -> none(given, name, all(text, TextMethods::isLetterOrDigit));
            case "strip" -> strip(text, name, given, true, true);
            case "lstrip" -> strip(text, name, given, true, false);
            case "rstrip" -> strip(text, name, given, false, true);
            case "split", "rsplit" -> split(text, name, given);
            case "splitlines" -> Texts.lines(text, given.bind(name, 0, "keepends").truth(0, false));
            case "startswith", "endswith" -> begins(text, name, given);
            case "find", "index", "rfind", "rindex", "count" -> find(text, name, given);
            case "replace" -> replace(text, given);
            case "join" -> join(text, given.bindByPlace(name, 1, "iterable").get(0, ""));
            case "removeprefix", "removesuffix" -> remove(text, name, given);
            case "partition", "rpartition" -> partition(text, name, given);
            case "center", "ljust", "rjust", "zfill" -> pad(text, name, given);
            case "expandtabs" -> expandTabs(text, given.bind(name, 0, "tabsize").integer(0, 8));
            case "format" -> BraceFormat.format(text, given);
            default -> throw new UnsupportedTemplateException("the method \"" + name + "\"");
        };
    }

    private static Object none(Arguments given, String name, Object value) {
        given.bindByPlace(name, 0);
        return value;
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && NewCharacters.checked(text).codePoints().allMatch(test);
    }

    private static boolean isDigit(int point) {
        if (Character.getType(point) == Character.OTHER_NUMBER) {
            throw new UnsupportedTemplateException(
                    "\"isdigit\" of \"" + Character.toString(point) + "\"");
        }
        return Character.isDigit(point);
    }

    private static boolean isLetterOrDigit(int point) {
        int type = Character.getType(point);
        if (type == Character.OTHER_NUMBER || type == Character.LETTER_NUMBER) {
            throw new UnsupportedTemplateException(
                    "\"isalnum\" of \"" + Character.toString(point) + "\"");
        }
        return Character.isLetterOrDigit(point);
    }

    private static String strip(
            String text, String name, Arguments given, boolean left, boolean right) {
        Bound bound = given.bindByPlace(name, 0, "chars");
        return Texts.strip(
                text,
                bound.given(0) ? Optional.of(bound.text(0, "")) : Optional.empty(),
                left,
                right);
    }

    private static List<Object> split(String text, String name, Arguments given) {
        Bound bound = given.bind(name, 0, "sep", "maxsplit");
        long max = bound.integer(1, -1);
        boolean fromEnd = name.equals("rsplit");
        if (!bound.given(0)) {
            return fromEnd ? Texts.lastWords(text, max) : Texts.words(text, max);
        }
        String separator = bound.text(0, "");
        if (separator.isEmpty()) {
            throw new TemplateFailedException("empty separator");
        }
        return fromEnd
                ? Texts.splitFromEnd(text, separator, max)
                : Texts.split(text, separator, max);
    }

    private static boolean begins(String text, String name, Arguments given) {
        Bound bound = given.bindByPlace(name, 1, name, "start", "end");
        Object wanted = bound.get(0, "");
        List<Object> choices =
                wanted instanceof Tuple tuple ? tuple.items() : List.of(bound.text(0, ""));
        Optional<String> part = part(text, bound, 1);
        for (Object choice : choices) {
            if (!Values.isText(choice)) {
                throw new TemplateFailedException(
                        "tuple for %s must only contain str, not %s"
                                .formatted(name, Values.typeName(choice)));
            }
            String end = Printing.str(choice);
            if (part.filter(p -> name.equals("endswith") ? p.endsWith(end) : p.startsWith(end))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** What is between the bounds; empty if they lie beyond the text. */
    private static Optional<String> part(String text, Bound bound, int place) {
        if (!bound.given(place) && !bound.given(place + 1)) {
            return Optional.of(text);
        }
        long size = text.codePointCount(0, text.length());
        long from = bound.given(place) ? bound.integer(place, 0) : 0;
        long to = bound.given(place + 1) ? bound.integer(place + 1, 0) : size;
        from = Math.max(0, from < 0 ? from + size : from);
        to = Math.min(size, Math.max(0, to < 0 ? to + size : to));
        return from > to
                ? Optional.empty()
                : Optional.of(
                        text.substring(
                                text.offsetByCodePoints(0, (int) from),
                                text.offsetByCodePoints(0, (int) to)));
    }

    private static long find(String text, String name, Arguments given) {
        Bound bound = given.bindByPlace(name, 1, "sub", "start", "end");
        String wanted = bound.text(0, "");
        Optional<String> part = part(text, bound, 1);
        if (name.equals("count")) {
            return part.map(p -> Texts.count(p, wanted)).orElse(0L);
        }
        boolean last = name.startsWith("r");
        int at = part.map(p -> last ? p.lastIndexOf(wanted) : p.indexOf(wanted)).orElse(-1);
        if (at < 0) {
            if (name.endsWith("index")) {
                throw new TemplateFailedException("substring not found");
            }
            return -1;
        }
        long size = text.codePointCount(0, text.length());
        long from = bound.given(1) ? bound.integer(1, 0) : 0;
        from = Math.max(0, from < 0 ? from + size : from);
        return from + part.get().codePointCount(0, at);
    }

    private static String replace(String text, Arguments given) {
        Bound bound = given.bindByPlace("replace", 2, "old", "new", "count");
        return Texts.replace(text, bound.text(0, ""), bound.text(1, ""), bound.integer(2, -1));
    }

    /** Python's {@code separator.join(items)}, which takes texts only. */
    private static String join(String separator, Object items) {
        StringBuilder out = new StringBuilder();
        for (Iterator<Object> rest = Iteration.of(items); rest.hasNext(); ) {
            Object item = rest.next();
            if (!Values.isText(item)) {
                throw new TemplateFailedException(
                        "join: expected str instance, %s found".formatted(Values.typeName(item)));
            }
            out.append(Printing.str(item)).append(rest.hasNext() ? separator : "");
            Sizes.text(out.length());
        }
        return out.toString();
    }

    private static String remove(String text, String name, Arguments given) {
        String part = given.bindByPlace(name, 1, "part").text(0, "");
        if (name.equals("removeprefix")) {
            return text.startsWith(part) ? text.substring(part.length()) : text;
        }
        return text.endsWith(part) ? text.substring(0, text.length() - part.length()) : text;
    }

    private static Tuple partition(String text, String name, Arguments given) {
        String separator = given.bindByPlace(name, 1, "sep").text(0, "");
        if (separator.isEmpty()) {
            throw new TemplateFailedException("empty separator");
        }
        boolean last = name.startsWith("r");
        int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
        }
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static String pad(String text, String name, Arguments given) {
        boolean zeros = name.equals("zfill");
        Bound bound =
                zeros
                        ? given.bindByPlace(name, 1, "width")
                        : given.bindByPlace(name, 1, "width", "fillchar");
        String fill = zeros ? "0" : bound.text(1, " ");
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw new TemplateFailedException(
                    "The fill character must be exactly one character long");
        }
        long width = bound.integer(0, 0);
        if (name.equals("center")) {
            return Texts.center(text, width, fill);
        }
        long missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        Sizes.text(width);
        String padding = fill.repeat((int) missing);
        if (zeros && (text.startsWith("-") || text.startsWith("+"))) {
            return text.charAt(0) + padding + text.substring(1);
        }
        return name.equals("ljust") ? text + padding : padding + text;
    }

    private static String expandTabs(String text, long size) {
        StringBuilder out = new StringBuilder();
        long column = 0;
        for (int point : text.codePoints().toArray()) {
            if (point == '\t') {
                long blanks = size <= 0 ? 0 : size - column % size;
                Sizes.text(out.length() + blanks);
                out.append(" ".repeat((int) blanks));
                column += blanks;
            } else {
                out.appendCodePoint(point);
                column = point == '\n' || point == '\r' ? 0 : column + 1;
            }
        }
        return out.toString();
    }
}
