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
package io.pyramidion.engine.template.syntax;

/** What a string literal of a template stands for: Python's escapes, as Jinja reads them. */
final class StringLiteral {

    private static final String SIMPLE = "\\'\"abfnrtv";
    private static final String STANDS_FOR = "\\'\"\u0007\b\f\n\r\t\u000b";

    private StringLiteral() {}

    /**
     * The value of a literal.
     *
     * @param literal without the quotes
     * @param line for messages
     */
    static String value(String literal, int line) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = literal.charAt(++i);
            int simple = SIMPLE.indexOf(c);
            if (simple >= 0) {
                out.append(STANDS_FOR.charAt(simple));
            } else if (c >= '0' && c <= '7') {
                int end = i + 1;
                while (end < Math.min(i + 3, literal.length())
                        && literal.charAt(end) >= '0'
                        && literal.charAt(end) <= '7') {
                    end++;
                }
                out.appendCodePoint(Integer.parseInt(literal.substring(i, end), 8));
                i = end - 1;
            } else if (c == 'x' || c == 'u' || c == 'U') {
                int digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
                out.appendCodePoint(point(literal, i + 1, digits, line));
                i += digits;
            } else if (c == 'N') {
                throw Syntax.error(line, "the escape \\N");
            } else if (c != '\n') {
                other(out, literal.codePointAt(i));
                i += Character.charCount(literal.codePointAt(i)) - 1;
            }
        }
        return out.toString();
    }

    private static int point(String literal, int from, int digits, int line) {
        String hex = literal.substring(from, Math.min(literal.length(), from + digits));
        if (hex.length() < digits || !hex.matches("[0-9a-fA-F]+")) {
            throw Syntax.error(line, "the escape \\" + literal.charAt(from - 1) + hex);
        }
        long point = Long.parseLong(hex, 16);
        if (point > Character.MAX_CODE_POINT || point >= 0xd800 && point < 0xe000) {
            throw Syntax.error(line, "the escape \\" + literal.charAt(from - 1) + hex);
        }
        return (int) point;
    }

    /**
     * A backslash that escapes nothing stays. Jinja itself escapes what is not ASCII before it
     * reads escapes, so that behind a backslash such a character comes out as its own escape.
     */
    private static void other(StringBuilder out, int point) {
        out.append('\\');
        if (point < 0x80) {
            out.appendCodePoint(point);
        } else if (point < 0x100) {
            out.append("x%02x".formatted(point));
        } else if (point < 0x10000) {
            out.append("u%04x".formatted(point));
        } else {
            out.append("U%08x".formatted(point));
        }
    }
}
