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

import io.pyramidion.engine.template.syntax.Token.Kind;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;

import java.util.List;

/** The tokens of a template, read one by one. */
final class TokenStream {

    private static final int MAX_DEPTH = 100;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    /** The token after the current one. */
    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean skipOperator(String operator) {
        boolean is = current().isOperator(operator);
        if (is) {
            next();
        }
        return is;
    }

    boolean skipName(String name) {
        boolean is = current().isName(name);
        if (is) {
            next();
        }
        return is;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("\"" + operator + "\"");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("\"" + name + "\"");
        }
    }

    Token expect(Kind kind, String described) {
        if (current().kind() != kind) {
            throw unexpected(described);
        }
        return next();
    }

    UnsupportedTemplateException unexpected(String allowed) {
        return Syntax.error(
                current().line(),
                "\"%s\" where %s is expected".formatted(current().described(), allowed));
    }

    /** Counts a level of nesting. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw Syntax.error(
                    current().line(), "nested deeper than " + MAX_DEPTH + ", which is the limit");
        }
    }

    void leave() {
        depth--;
    }
}
