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

import io.pyramidion.engine.template.operation.Texts;
import io.pyramidion.engine.template.syntax.Token.Kind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a template into tokens, with Jinja's control of white space: {@code trim_blocks} and
 * {@code lstrip_blocks} are on, a single line end at the end of the template is dropped, and all
 * line ends are those of Unix.
 */
final class Lexer {

    private static final int FLAGS = Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS;
    private static final String BLANKS = "[\\s\\x1c-\\x1f\\x85]*";
    private static final String BLOCK_END = "(?:\\+%\\}|-%\\}" + BLANKS + "|%\\}\\n?)";
    private static final Pattern DIRECTIVE =
            Pattern.compile(
                    "(?<raw>\\{%(?<rawsign>[-+]?)"
                            + BLANKS
                            + "raw"
                            + BLANKS
                            + "(?:-%\\}"
                            + BLANKS
                            + "|%\\}))"
                            + "|(?<tag>\\{[%{#])(?<sign>[-+]?)",
                    FLAGS);
    private static final Pattern COMMENT_END =
            Pattern.compile("\\+#\\}|-#\\}" + BLANKS + "|#\\}\\n?", FLAGS);
    private static final Pattern RAW_END =
            Pattern.compile("\\{%(?<sign>[-+]?)" + BLANKS + "endraw" + BLANKS + BLOCK_END, FLAGS);
    private static final Pattern BLOCK_CLOSE = Pattern.compile(BLOCK_END, FLAGS);
    private static final Pattern VARIABLE_CLOSE =
            Pattern.compile("-\\}\\}" + BLANKS + "|\\}\\}", FLAGS);
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?<blank>[\\s\\x1c-\\x1f\\x85]+)"
                            + "|(?<fraction>(?<!\\.)(?:[0-9]+_)*[0-9]+(?:(?:\\.(?:[0-9]+_)*[0-9]+)?[eE][+-]?"
                            + "(?:[0-9]+_)*[0-9]+|\\.(?:[0-9]+_)*[0-9]+))"
                            + "|(?<integer>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+"
                            + "|[1-9](?:_?[0-9])*|0(?:_?0)*)"
                            + "|(?<name>\\w+)"
                            + "|(?<string>'[^'\\\\]*(?:\\\\.[^'\\\\]*)*'|\"[^\"\\\\]*(?:\\\\.[^\"\\\\]*)*\")"
                            + "|(?<operator>//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;])",
                    FLAGS);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int counted;
    private boolean atLineStart = true;

    private Lexer(String source) {
        String unix = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
    }

    /** All tokens of a template, with {@link Kind#END} as the last. */
    static List<Token> tokens(String source) {
        return new Lexer(source).read();
    }

    private List<Token> read() {
        Matcher directive = DIRECTIVE.matcher(source);
        while (directive.find(at)) {
            boolean raw = directive.group("raw") != null;
            String sign = directive.group(raw ? "rawsign" : "sign");
            boolean variable = !raw && directive.group("tag").equals("{{");
            data(source.substring(at, directive.start()), sign, variable);
            moveTo(directive.end());
            if (raw) {
                raw();
            } else if (variable) {
                add(Kind.VARIABLE_BEGIN, "{{");
                inside(VARIABLE_CLOSE, Kind.VARIABLE_END);
            } else if (directive.group("tag").equals("{%")) {
                add(Kind.BLOCK_BEGIN, "{%");
                inside(BLOCK_CLOSE, Kind.BLOCK_END);
            } else {
                Matcher end = COMMENT_END.matcher(source);
                if (!end.find(at)) {
                    throw Syntax.error(line(), "\"{#\" without its closing \"#}\"");
                }
                moveTo(end.end());
            }
        }
        add(Kind.DATA, source.substring(at));
        moveTo(source.length());
        add(Kind.END, "");
        return tokens;
    }

    /** The text before a tag, without what the tag's sign or {@code lstrip_blocks} takes away. */
    private void data(String text, String sign, boolean variable) {
        String kept = text;
        if (sign.equals("-")) {
            kept = withoutBlanksAtEnd(text, 0);
        } else if (!sign.equals("+") && !variable) {
            int start = text.lastIndexOf('\n') + 1;
            if (start > 0 || atLineStart) {
                String stripped = withoutBlanksAtEnd(text, start);
                kept = stripped.length() == start ? stripped : text;
            }
        }
        add(Kind.DATA, kept);
    }

    private static String withoutBlanksAtEnd(String text, int from) {
        return text.substring(0, from)
                + Texts.strip(text.substring(from), Optional.empty(), false, true);
    }

    private void raw() {
        Matcher end = RAW_END.matcher(source);
        if (!end.find(at)) {
            throw Syntax.error(line(), "\"raw\" without its \"endraw\"");
        }
        data(source.substring(at, end.start()), end.group("sign"), false);
        moveTo(end.end());
    }

    private void inside(Pattern close, Kind closing) {
        Deque<String> open = new ArrayDeque<>();
        int begin = line();
        Matcher end = close.matcher(source);
        Matcher token = TOKEN.matcher(source).useTransparentBounds(true);
        while (at < source.length()) {
            end.region(at, source.length());
            if (open.isEmpty() && end.lookingAt()) {
                add(closing, "");
                moveTo(end.end());
                return;
            }
            token.region(at, source.length());
            if (!token.lookingAt()) {
                char c = source.charAt(at);
                throw Syntax.error(
                        line(),
                        c == '\'' || c == '"'
                                ? "a string without its closing " + c
                                : "\"" + c + "\" in an expression");
            }
            add(token, open);
            moveTo(token.end());
        }
        throw Syntax.error(
                begin, "a tag without its closing " + (close == BLOCK_CLOSE ? "%}" : "}}"));
    }

    private void add(Matcher token, Deque<String> open) {
        if (token.group("operator") != null) {
            balance(token.group(), open);
            add(Kind.OPERATOR, token.group());
        } else if (token.group("name") != null) {
            if (!Character.isUnicodeIdentifierStart(token.group().codePointAt(0))
                    && token.group().charAt(0) != '_') {
                throw Syntax.error(line(), "the name \"" + token.group() + "\"");
            }
            add(Kind.NAME, token.group());
        } else if (token.group("string") != null) {
            String quoted = token.group();
            add(Kind.STRING, StringLiteral.value(quoted.substring(1, quoted.length() - 1), line()));
        } else if (token.group("integer") != null) {
            add(Kind.INTEGER, token.group().replace("_", ""));
        } else if (token.group("fraction") != null) {
            add(Kind.FRACTION, token.group().replace("_", ""));
        }
    }

    private void balance(String operator, Deque<String> open) {
        switch (operator) {
            case "(" -> open.push(")");
            case "[" -> open.push("]");
            case "{" -> open.push("}");
            case ")", "]", "}" -> {
                if (open.isEmpty() || !open.pop().equals(operator)) {
                    throw Syntax.error(line(), "\"" + operator + "\" that closes nothing");
                }
            }
            default -> {}
        }
    }

    private void add(Kind kind, String text) {
        if (kind != Kind.DATA || !text.isEmpty()) {
            tokens.add(new Token(kind, text, line()));
        }
    }

    private void moveTo(int end) {
        if (end > at) {
            atLineStart = source.charAt(end - 1) == '\n';
        }
        at = end;
    }

    private int line() {
        for (; counted < at; counted++) {
            if (source.charAt(counted) == '\n') {
                line++;
            }
        }
        return line;
    }
}
