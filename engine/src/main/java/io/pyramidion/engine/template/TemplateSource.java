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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * A chat template made ready for jinjava: comments dropped, white space controlled as Jinja does
 * with transformers' settings ({@code trim_blocks}, {@code lstrip_blocks}), and every construct
 * checked that jinjava would render differently without saying so. What comes out needs no white
 * space control.
 */
final class TemplateSource {

    private static final Set<String> TAGS =
            Set.of(
                    "if",
                    "elif",
                    "else",
                    "endif",
                    "for",
                    "endfor",
                    "set",
                    "endset",
                    "macro",
                    "endmacro",
                    "break",
                    "continue");

    private static final Set<String> BLOCKS = Set.of("if", "for", "macro");

    /** Marks for training that add no text. */
    private static final Set<String> MARKS = Set.of("generation", "endgeneration");

    private final String source;
    private final StringBuilder output = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private int position;
    private boolean lineStarting = true;

    private TemplateSource(String source) {
        this.source = source;
    }

    /**
     * Rewrites a template.
     *
     * @throws UnsupportedTemplateException naming the construct and its line
     */
    static String prepare(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        TemplateSource reader = new TemplateSource(source);
        try {
            reader.run();
        } catch (UnsupportedTemplateException e) {
            long line =
                    1 + source.substring(0, reader.position).chars().filter(c -> c == '\n').count();
            throw new UnsupportedTemplateException("line " + line + ": " + e.getMessage());
        }
        return reader.output.toString();
    }

    private void run() {
        int begin;
        while ((begin = nextDelimiter()) >= 0) {
            String text = source.substring(position, begin);
            char kind = source.charAt(begin + 1);
            char sign = begin + 2 < source.length() ? source.charAt(begin + 2) : ' ';
            emitText(beforeTag(text, kind, sign));
            position = begin + (sign == '-' || sign == '+' ? 3 : 2);
            if (kind == '#') {
                comment();
            } else {
                tag(kind);
            }
            skipEnd(kind);
        }
        emitText(source.substring(position));
        if (!open.isEmpty()) {
            throw new UnsupportedTemplateException("a \"" + open.peek() + "\" without its end");
        }
    }

    private int nextDelimiter() {
        for (int i = source.indexOf('{', position); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private String beforeTag(String text, char kind, char sign) {
        if (sign == '-') {
            return text.stripTrailing();
        }
        int line = text.lastIndexOf('\n') + 1;
        boolean alone = (line > 0 || lineStarting) && text.substring(line).isBlank();
        return kind != '{' && sign != '+' && alone ? text.substring(0, line) : text;
    }

    private void comment() {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            throw new UnsupportedTemplateException("a comment without its closing #}");
        }
        boolean signed = end > position && "-+".indexOf(source.charAt(end - 1)) >= 0;
        position = signed ? end - 1 : end;
    }

    private void tag(char kind) {
        String close = kind == '{' ? "}}" : "%}";
        TemplateExpression expression = TemplateExpression.read(source, position, close);
        if (kind == '{') {
            output.append("{{ ").append(expression.rewritten()).append(" }}");
        } else if (expression.words().isEmpty() || !MARKS.contains(expression.words().get(0))) {
            checkTag(expression.words());
            boolean loop = expression.words().get(0).equals("for");
            output.append("{% ")
                    .append(
                            loop
                                    ? "for " + TemplateLoop.header(expression)
                                    : expression.rewritten())
                    .append(" %}");
        }
        position += expression.length();
    }

    private void checkTag(List<String> words) {
        String name = words.isEmpty() ? "" : words.get(0);
        if (!TAGS.contains(name)) {
            throw new UnsupportedTemplateException("the tag \"" + name + "\"");
        }
        if (name.equals("else") && "for".equals(open.peek())) {
            throw new UnsupportedTemplateException("\"else\" of a \"for\"");
        }
        if (BLOCKS.contains(name)) {
            open.push(name);
        } else if (name.startsWith("end")
                && !name.equals("endset")
                && !name.equals("end" + open.poll())) {
            throw new UnsupportedTemplateException("\"" + name + "\" that closes nothing");
        }
    }

    private void skipEnd(char kind) {
        boolean strip = source.charAt(position) == '-';
        boolean keep = source.charAt(position) == '+';
        position += strip || keep ? 3 : 2;
        int start = position;
        if (strip) {
            while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
                position++;
            }
        } else if (kind != '{' && !keep && source.startsWith("\n", position)) {
            position++;
        }
        lineStarting = position > start && source.charAt(position - 1) == '\n';
    }

    /** A brace before a tag, left there by dropping what stood between, must not join with it. */
    private void emitText(String text) {
        if (text.endsWith("{")) {
            output.append(text, 0, text.length() - 1).append("{{ '{' }}");
        } else {
            output.append(text);
        }
    }
}
