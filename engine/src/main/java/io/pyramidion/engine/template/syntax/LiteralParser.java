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

import io.pyramidion.engine.template.syntax.Expression.Constant;
import io.pyramidion.engine.template.syntax.Expression.DictOf;
import io.pyramidion.engine.template.syntax.Expression.ListOf;
import io.pyramidion.engine.template.syntax.Expression.Name;
import io.pyramidion.engine.template.syntax.Token.Kind;
import io.pyramidion.engine.template.value.None;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Reads names and literals. */
final class LiteralParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    LiteralParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression parse() {
        Token token = tokens.current();
        switch (token.kind()) {
            case NAME -> {
                tokens.next();
                return name(token.text());
            }
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (tokens.current().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                return new Constant(text.toString());
            }
            case INTEGER -> {
                return integer(tokens.next());
            }
            case FRACTION -> {
                double value = Double.parseDouble(tokens.next().text());
                if (Double.isInfinite(value)) {
                    throw Syntax.error(token.line(), "the number " + token.text());
                }
                return new Constant(value);
            }
            default -> {
                return bracketed();
            }
        }
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Constant(true);
            case "false", "False" -> new Constant(false);
            case "none", "None" -> new Constant(None.NONE);
            default -> new Name(name);
        };
    }

    Constant integer(Token token) {
        String digits = token.text().toLowerCase(java.util.Locale.ROOT);
        int radix =
                digits.startsWith("0x")
                        ? 16
                        : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
        BigInteger value = new BigInteger(radix == 10 ? digits : digits.substring(2), radix);
        if (value.bitLength() > 63) {
            throw Syntax.error(token.line(), "an integer beyond 64 bits");
        }
        return new Constant(value.longValue());
    }

    private Expression bracketed() {
        if (tokens.skipOperator("(")) {
            Expression value = expressions.tuple(expressions::parse, "", true);
            tokens.expectOperator(")");
            return value;
        } else if (tokens.skipOperator("[")) {
            List<Expression> items = new ArrayList<>();
            while (!tokens.current().isOperator("]")) {
                items.add(expressions.parse());
                if (!tokens.current().isOperator("]")) {
                    tokens.expectOperator(",");
                }
            }
            tokens.expectOperator("]");
            return new ListOf(items);
        } else if (tokens.skipOperator("{")) {
            return dict();
        }
        throw tokens.unexpected("an expression");
    }

    private Expression dict() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.current().isOperator("}")) {
            keys.add(expressions.parse());
            tokens.expectOperator(":");
            values.add(expressions.parse());
            if (!tokens.current().isOperator("}")) {
                tokens.expectOperator(",");
            }
        }
        tokens.expectOperator("}");
        return new DictOf(keys, values);
    }
}
