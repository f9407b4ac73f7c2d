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

import io.pyramidion.engine.template.value.NewCharacters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Texts as Python splits, strips and cases them: by code points. */
public final class Texts {

    private static final String LINE_ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

    private Texts() {}

    /** Python's white space. */
    public static boolean isSpace(int point) {
        return point >= '\t' && point <= '\r'
                || point >= 0x1c && point <= ' '
                || point == 0x85
                || point > 0x85 && Character.isSpaceChar(point);
    }

    /**
     * A text without the characters at its ends.
     *
     * @param characters which; white space if empty
     */
    public static String strip(
            String text, Optional<String> characters, boolean left, boolean right) {
        IntPredicate gone =
                characters
                        .<IntPredicate>map(set -> point -> set.indexOf(point) >= 0)
                        .orElse(Texts::isSpace);
        int from = 0;
        int to = text.length();
        while (left && from < to && gone.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && gone.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** Python's {@code split} by white space; {@code max} below 0 for all. */
    static List<Object> words(String text, long max) {
        List<Object> words = new ArrayList<>();
        int from = skip(text, 0, true);
        while (from < text.length()) {
            if (max >= 0 && words.size() == max) {
                words.add(text.substring(from));
                return words;
            }
            int end = skip(text, from, false);
            words.add(text.substring(from, end));
            Sizes.items(words.size());
            from = skip(text, end, true);
        }
        return words;
    }

    /** Python's {@code rsplit} by white space. */
    static List<Object> lastWords(String text, long max) {
        if (max < 0) {
            return words(text, max);
        }
        List<Object> words = new ArrayList<>();
        int to = skipBack(text, text.length(), true);
        while (to > 0) {
            if (words.size() == max) {
                words.add(text.substring(0, to));
                break;
            }
            int start = skipBack(text, to, false);
            words.add(text.substring(start, to));
            Sizes.items(words.size());
            to = skipBack(text, start, true);
        }
        Collections.reverse(words);
        return words;
    }

    /** The end of the run from a place on: of white space, or of anything else. */
    private static int skip(String text, int from, boolean space) {
        int at = from;
        while (at < text.length() && isSpace(text.codePointAt(at)) == space) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static int skipBack(String text, int to, boolean space) {
        int at = to;
        while (at > 0 && isSpace(text.codePointBefore(at)) == space) {
            at -= Character.charCount(text.codePointBefore(at));
        }
        return at;
    }

    /** Python's {@code split} by a separator that is not empty. */
    static List<Object> split(String text, String separator, long max) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(separator);
        while (at >= 0 && (max < 0 || parts.size() < max)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Python's {@code rsplit} by a separator that is not empty. */
    static List<Object> splitFromEnd(String text, String separator, long max) {
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        int at = text.lastIndexOf(separator);
        while (at >= 0 && (max < 0 || parts.size() < max)) {
            parts.add(text.substring(at + separator.length(), to));
            to = at;
            at =
                    to < separator.length()
                            ? -1
                            : text.lastIndexOf(separator, to - separator.length());
        }
        parts.add(text.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    /** Python's {@code splitlines}. */
    public static List<Object> lines(String text, boolean keepEnds) {
        List<Object> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (LINE_ENDS.indexOf(text.charAt(i)) < 0) {
                continue;
            }
            int end = i;
            if (text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                i++;
            }
            lines.add(text.substring(from, keepEnds ? i + 1 : end));
            from = i + 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /** Python's {@code replace}; {@code max} below 0 for all. */
    public static String replace(String text, String old, String now, long max) {
        if (max == 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        long left = max < 0 ? Long.MAX_VALUE : max;
        int from = 0;
        if (old.isEmpty()) {
            out.append(now);
            left--;
            while (from < text.length()) {
                int point = text.codePointAt(from);
                out.appendCodePoint(point);
                from += Character.charCount(point);
                if (left-- > 0) {
                    out.append(now);
                }
                Sizes.text(out.length());
            }
            return out.toString();
        }
        for (int at = text.indexOf(old); at >= 0 && left-- > 0; at = text.indexOf(old, from)) {
            out.append(text, from, at).append(now);
            from = at + old.length();
            Sizes.text(out.length());
        }
        return out.append(text, from, text.length()).toString();
    }

    /** Python's {@code count} in a text from which the bounds are already cut. */
    static long count(String text, String part) {
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    public static String upper(String text) {
        return NewCharacters.checked(text).toUpperCase(Locale.ROOT);
    }

    public static String lower(String text) {
        return NewCharacters.checked(text).toLowerCase(Locale.ROOT);
    }

    /** The first character as a title has it, the rest in lower case. */
    public static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        // Lower case of the whole, for the sigma at a word's end depends on what is before it.
        return titled(text.codePointAt(0))
                + lower(text).substring(lower(text.substring(0, first)).length());
    }

    /** Python's {@code title}: each run of letters begins large and goes on small. */
    static String title(String text) {
        StringBuilder out = new StringBuilder();
        String low = lower(text);
        boolean aligned = low.length() == text.length();
        boolean inside = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = Character.charCount(point);
            if (!isCased(point)) {
                out.appendCodePoint(point);
            } else if (!inside) {
                out.append(titled(point));
            } else {
                out.append(
                        aligned ? low.substring(i, i + length) : lower(Character.toString(point)));
            }
            inside = isCased(point);
            i += length;
        }
        return out.toString();
    }

    static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        NewCharacters.checked(text)
                .codePoints()
                .forEach(
                        point -> {
                            String one = Character.toString(point);
                            out.append(
                                    Character.isUpperCase(point)
                                            ? lower(one)
                                            : Character.isLowerCase(point) ? upper(one) : one);
                        });
        return out.toString();
    }

    /** Python's {@code center}. */
    public static String center(String text, long width, String fill) {
        long missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        Sizes.text(width);
        int left = (int) (missing / 2 + (missing & width & 1));
        return fill.repeat(left) + text + fill.repeat((int) missing - left);
    }

    private static String titled(int point) {
        int title = Character.toTitleCase(point);
        String upper = upper(Character.toString(point));
        if (title != point || upper.codePointCount(0, upper.length()) == 1) {
            return Character.toString(title);
        }
        int first = Character.charCount(upper.codePointAt(0));
        return upper.substring(0, first) + lower(upper.substring(first));
    }

    static boolean isCased(int point) {
        return Character.isUpperCase(point)
                || Character.isLowerCase(point)
                || Character.isTitleCase(point);
    }

    /** Whether all letters with a case are large (or small), and there is one. */
    public static boolean isAll(String text, boolean large) {
        boolean any = false;
        for (int point : NewCharacters.checked(text).codePoints().toArray()) {
            boolean wrong = large ? Character.isLowerCase(point) : Character.isUpperCase(point);
            if (wrong || Character.isTitleCase(point)) {
                return false;
            }
            any |= isCased(point);
        }
        return any;
    }

    static boolean isTitle(String text) {
        boolean any = false;
        boolean inside = false;
        for (int point : NewCharacters.checked(text).codePoints().toArray()) {
            boolean begins = Character.isUpperCase(point) || Character.isTitleCase(point);
            if (begins && inside || Character.isLowerCase(point) && !inside) {
                return false;
            }
            inside = isCased(point);
            any |= inside;
        }
        return any;
    }
}
