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
import java.util.Set;

/**
 * Writes the words of an expression so that jinjava means by them what Jinja does: what {@code not}
 * reaches over, the value of a named argument, and slices with a step, which become a call of
 * {@value #SLICE}.
 */
final class TemplateRewriter {

    /** The method that {@link TemplateMethods} offers for {@code [from:to:step]}. */
    static final String SLICE = "__slice__";

    /** Jinjava would take a sign as part of a number, and two closing braces as the end. */
    private static final Set<String> SPACED = Set.of("+", "-", "}");

    private static final Set<String> ENDS_OF_NEGATION =
            Set.of("and", "or", "if", "else", ",", ":", ")", "]", "}");

    private static final Set<String> ENDS_OF_ARGUMENT = Set.of(",", ")", "]", "}");

    private static final String SLICE_SEPARATOR = ":";

    private final List<String> words;
    private final StringBuilder text = new StringBuilder();

    private TemplateRewriter(List<String> words) {
        this.words = words;
    }

    /** One expression, without white space around it. */
    static String rewrite(List<String> words) {
        TemplateRewriter rewriter = new TemplateRewriter(words);
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            depth += TemplateExpression.depthOf(words.get(i));
            i = rewriter.write(i, depth) - 1;
        }
        return rewriter.text.toString().strip();
    }

    /** Writes the word at a place and those it rules. Returns the place after them. */
    private int write(int i, int depth) {
        String word = words.get(i);
        if (word.isBlank()) {
            text.append(' ');
        } else if (word.startsWith("'") || word.startsWith("\"")) {
            text.append(PythonStrings.requote(word));
        } else if (SPACED.contains(word)) {
            text.append(' ').append(word).append(' ');
        } else if (word.equals("not") && isPrefix(i)) {
            return nested("not (", i + 1, end(i + 1, ENDS_OF_NEGATION), ") ");
        } else if (word.equals("=") && depth > 0 && isExpression(i + 1)) {
            // Jinjava ends a named argument's value before an operator.
            return nested("=(", i + 1, end(i + 1, ENDS_OF_ARGUMENT), ")");
        } else if (word.equals("[") && isSteppedSlice(i)) {
            return slice(i);
        } else {
            text.append(TemplateExpression.CONSTANTS.getOrDefault(word, word));
        }
        return i + 1;
    }

    private int nested(String before, int from, int to, String after) {
        text.append(before).append(rewrite(words.subList(from, to))).append(after);
        return to;
    }

    private boolean isPrefix(int not) {
        return !"is".equals(neighbour(not, -1)) && !"in".equals(neighbour(not, 1));
    }

    private boolean isExpression(int from) {
        return words.subList(from, end(from, ENDS_OF_ARGUMENT)).stream()
                        .filter(word -> !word.isBlank())
                        .count()
                > 1;
    }

    private boolean isSteppedSlice(int open) {
        return parts(open).size() == 3;
    }

    private int slice(int open) {
        List<String> parts = new ArrayList<>();
        for (List<String> part : parts(open)) {
            String written = rewrite(part);
            parts.add(written.isEmpty() ? "null" : written);
        }
        text.append('.').append(SLICE).append('(').append(String.join(", ", parts)).append(')');
        return end(open + 1, Set.of("]")) + 1;
    }

    /** What stands between the colons of a pair of brackets. */
    private List<List<String>> parts(int open) {
        int close = end(open + 1, Set.of("]"));
        List<List<String>> parts = new ArrayList<>();
        int from = open + 1;
        while (true) {
            int to = Math.min(close, end(from, Set.of(SLICE_SEPARATOR, "]")));
            parts.add(words.subList(from, to));
            if (to == close) {
                return parts;
            }
            from = to + 1;
        }
    }

    private String neighbour(int from, int step) {
        int i = from + step;
        while (i >= 0 && i < words.size() && words.get(i).isBlank()) {
            i += step;
        }
        return i >= 0 && i < words.size() ? words.get(i) : "";
    }

    /** The place of the first of these words that is not inside brackets of its own. */
    private int end(int from, Set<String> ends) {
        int depth = 0;
        for (int i = from; i < words.size(); i++) {
            String word = words.get(i);
            if (depth == 0 && ends.contains(word)) {
                return i;
            }
            depth += TemplateExpression.depthOf(word);
        }
        return words.size();
    }
}
