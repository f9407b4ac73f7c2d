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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The inside of a template's tag or expression: cut into words, checked, and written again in the
 * way that jinjava reads like Jinja does. Jinjava silently yields nothing for a filter or test that
 * it does not know, so these are allowed by name only.
 */
final class TemplateExpression {

    private static final Pattern WORD =
            Pattern.compile(
                    "\\s+|[A-Za-z_]\\w*|\\d+(?:\\.\\d+)?"
                            + "|'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\""
                            + "|//|\\*\\*|[=!<>]=|[-+*/%~<>=.:,|()\\[\\]{}]",
                    Pattern.DOTALL);

    private static final Set<String> FILTERS =
            Set.of(
                    "count",
                    "d",
                    "default",
                    "first",
                    "int",
                    "items",
                    "join",
                    "last",
                    "length",
                    "list",
                    "lower",
                    "map",
                    "reject",
                    "rejectattr",
                    "replace",
                    "select",
                    "selectattr",
                    "string",
                    "tojson",
                    "trim",
                    "upper");

    private static final Set<String> TESTS =
            Set.of(
                    "boolean",
                    "defined",
                    "divisibleby",
                    "eq",
                    "equalto",
                    "even",
                    "false",
                    "in",
                    "integer",
                    "iterable",
                    "mapping",
                    "ne",
                    "none",
                    "number",
                    "odd",
                    "sameas",
                    "sequence",
                    "string",
                    "true",
                    "undefined");

    static final Map<String, String> CONSTANTS =
            Map.of("True", "true", "False", "false", "None", "none");

    private final List<String> words;

    private TemplateExpression(List<String> words) {
        this.words = words;
    }

    /**
     * Reads up to the closing delimiter, which may stand inside strings and brackets without ending
     * the expression.
     *
     * @param source the whole template
     * @param from where the expression begins
     * @param close the closing delimiter without a sign
     */
    static TemplateExpression read(String source, int from, String close) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(source);
        int position = from;
        int depth = 0;
        while (!(depth == 0 && closes(source, position, close))) {
            matcher.region(position, source.length());
            if (!matcher.lookingAt()) {
                throw new UnsupportedTemplateException(
                        position < source.length()
                                ? "\"" + source.charAt(position) + "\" in an expression"
                                : "a tag without its closing " + close);
            }
            String word = matcher.group();
            depth += depthOf(word);
            words.add(word);
            position = matcher.end();
        }
        TemplateExpression expression = new TemplateExpression(words);
        expression.check();
        return expression;
    }

    private static boolean closes(String source, int position, String close) {
        return source.startsWith(close, position)
                || position < source.length()
                        && "-+".indexOf(source.charAt(position)) >= 0
                        && source.startsWith(close, position + 1);
    }

    /** How many characters of the source it takes. */
    int length() {
        return words.stream().mapToInt(String::length).sum();
    }

    /** The words that are not white space. */
    List<String> words() {
        return words.stream().filter(word -> !word.isBlank()).toList();
    }

    /** The expression in jinjava's spelling. */
    String rewritten() {
        return TemplateRewriter.rewrite(words);
    }

    /**
     * The place among all words of the first one of that text, outside brackets; -1 if there is
     * none.
     */
    int indexOf(String wanted) {
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            if (depth == 0 && words.get(i).equals(wanted)) {
                return i;
            }
            depth += depthOf(words.get(i));
        }
        return -1;
    }

    /** The part of the expression between two places. */
    TemplateExpression part(int from, int to) {
        return new TemplateExpression(words.subList(from, to));
    }

    /** Every word, white space too. */
    int size() {
        return words.size();
    }

    static int depthOf(String word) {
        return "([{".contains(word) ? 1 : ")]}".contains(word) ? -1 : 0;
    }

    private void check() {
        List<String> meaningful = words();
        for (int i = 0; i + 1 < meaningful.size(); i++) {
            String next = meaningful.get(i + 1);
            if (meaningful.get(i).equals("|")
                    && !FILTERS.contains(next)
                    && !TemplateFilter.LACKING.contains(next)) {
                throw new UnsupportedTemplateException("the filter \"" + next + "\"");
            }
            if (meaningful.get(i).equals("is")) {
                String test =
                        next.equals("not") && i + 2 < meaningful.size()
                                ? meaningful.get(i + 2)
                                : next;
                if (!TESTS.contains(CONSTANTS.getOrDefault(test, test))) {
                    throw new UnsupportedTemplateException("the test \"" + test + "\"");
                }
            }
        }
    }
}
