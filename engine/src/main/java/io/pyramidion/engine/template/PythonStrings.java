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
package io.pyramidion.engine.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Python's string literals and string methods, as far as chat templates use them. */
final class PythonStrings {

    private static final Pattern WHITE_SPACE =
            Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private PythonStrings() {}

    /** A Python string literal in the spelling that jinjava reads: characters as themselves. */
    static String requote(String literal) {
        char quote = literal.charAt(0);
        StringBuilder text = new StringBuilder().append(quote);
        for (int i = 1; i < literal.length() - 1; i++) {
            char c = literal.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = literal.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case '\n' -> text.append("");
                case 'x', 'u' -> {
                    int end = i + 1 + (escaped == 'x' ? 2 : 4);
                    char named = character(literal, i + 1, end);
                    text.append(named == quote || named == '\\' ? "\\" : "").append(named);
                    i = end - 1;
                }
                case '\'', '"', '\\' -> text.append('\\').append(escaped);
                default ->
                        throw new UnsupportedTemplateException(
                                "the escape \\" + escaped + " in a string");
            }
        }
        return text.append(quote).toString();
    }

    private static char character(String literal, int from, int to) {
        try {
            return (char) Integer.parseInt(literal, from, to, 16);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new UnsupportedTemplateException(
                    "the escape " + literal.substring(from - 2) + " in a string");
        }
    }

    /**
     * Calls a method of Python's {@code str}.
     *
     * @throws UnsupportedTemplateException if it is not one of those known, or called otherwise
     */
    static Object call(String text, String method, Object[] arguments) {
        String first =
                arguments.length > 0 && arguments[0] != null ? arguments[0].toString() : null;
        switch (method + "/" + arguments.length) {
            case "strip/0", "strip/1":
                return strip(text, first, true, true);
            case "lstrip/0", "lstrip/1":
                return strip(text, first, true, false);
            case "rstrip/0", "rstrip/1":
                return strip(text, first, false, true);
            case "upper/0":
                return text.toUpperCase(Locale.ROOT);
            case "lower/0":
                return text.toLowerCase(Locale.ROOT);
            case "startswith/1":
                return options(arguments[0]).stream().anyMatch(text::startsWith);
            case "endswith/1":
                return options(arguments[0]).stream().anyMatch(text::endsWith);
            case "replace/2":
                return text.replace(first, String.valueOf(arguments[1]));
            case "split/0":
                return strip(text, null, true, true).isEmpty()
                        ? List.of()
                        : Arrays.asList(WHITE_SPACE.split(strip(text, null, true, true)));
            case "split/1":
                return split(text, first, Integer.MAX_VALUE);
            case "split/2":
                return split(text, first, ((Number) arguments[1]).intValue());
            default:
                throw new UnsupportedTemplateException(
                        "the method \""
                                + method
                                + "\" of a text with "
                                + arguments.length
                                + " arguments");
        }
    }

    static String strip(String text, String characters, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && strips(characters, text.charAt(start))) {
            start++;
        }
        while (right && end > start && strips(characters, text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Python's white space, which is wider than Java's: it has the no-break spaces. */
    private static boolean strips(String characters, char c) {
        return characters != null
                ? characters.indexOf(c) >= 0
                : Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static List<String> options(Object argument) {
        return argument instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(argument));
    }

    private static List<String> split(String text, String separator, int max) {
        if (separator == null || separator.isEmpty()) {
            throw new UnsupportedTemplateException("\"split\" without a separator");
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at;
        while (parts.size() != max && (at = text.indexOf(separator, from)) >= 0) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }
}
