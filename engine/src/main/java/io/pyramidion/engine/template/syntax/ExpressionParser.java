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

import io.pyramidion.engine.template.syntax.Expression.Attribute;
import io.pyramidion.engine.template.syntax.Expression.Binary;
import io.pyramidion.engine.template.syntax.Expression.Call;
import io.pyramidion.engine.template.syntax.Expression.Compare;
import io.pyramidion.engine.template.syntax.Expression.Concatenation;
import io.pyramidion.engine.template.syntax.Expression.Conditional;
import io.pyramidion.engine.template.syntax.Expression.Constant;
import io.pyramidion.engine.template.syntax.Expression.Filter;
import io.pyramidion.engine.template.syntax.Expression.Given;
import io.pyramidion.engine.template.syntax.Expression.Slice;
import io.pyramidion.engine.template.syntax.Expression.Subscript;
import io.pyramidion.engine.template.syntax.Expression.Test;
import io.pyramidion.engine.template.syntax.Expression.TupleOf;
import io.pyramidion.engine.template.syntax.Expression.Unary;
import io.pyramidion.engine.template.syntax.Token.Kind;
import io.pyramidion.engine.template.value.None;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads expressions, with the precedence that Jinja gives its operators. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> SUMS = Set.of("+", "-");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
    private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and");

    private final TokenStream tokens;
    private final LiteralParser literals;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.literals = new LiteralParser(tokens, this);
    }

    /** One expression. */
    Expression parse() {
        tokens.enter();
        Expression value = or();
        while (tokens.current().isName("if")) {
            int line = tokens.next().line();
            Expression test = or();
            Optional<Expression> otherwise =
                    tokens.skipName("else") ? Optional.of(parse()) : Optional.empty();
            value = new Conditional(test, value, otherwise, line);
        }
        tokens.leave();
        return value;
    }

    /**
     * One expression, or several with commas between them as a tuple.
     *
     * @param conditional whether it may have an {@code if} of its own
     * @param end a name that ends it
     */
    Expression parseTuple(boolean conditional, String end) {
        return tuple(conditional ? this::parse : this::or, end, false);
    }

    /** What an assignment may stand for: names and tuples of them. */
    Expression parseTargets(String end) {
        return tuple(this::primary, end, false);
    }

    /** One name or literal. */
    Expression primary() {
        return literals.parse();
    }

    Expression tuple(Supplier<Expression> part, String end, boolean inParentheses) {
        List<Expression> items = new ArrayList<>();
        boolean isTuple = false;
        while (!isTupleEnd(end)) {
            items.add(part.get());
            if (!tokens.skipOperator(",")) {
                break;
            }
            isTuple = true;
        }
        if (!isTuple && !items.isEmpty()) {
            return items.get(0);
        } else if (!isTuple && !inParentheses) {
            throw tokens.unexpected("an expression");
        }
        return new TupleOf(items);
    }

    private boolean isTupleEnd(String end) {
        Token token = tokens.current();
        return token.kind() == Kind.VARIABLE_END
                || token.kind() == Kind.BLOCK_END
                || token.isOperator(")")
                || token.isName(end);
    }

    private Expression or() {
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Binary("or", left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new Binary("and", left, not());
        }
        return left;
    }

    private Expression not() {
        if (!tokens.skipName("not")) {
            return compare();
        }
        tokens.enter();
        Expression operand = not();
        tokens.leave();
        return new Unary("not", operand);
    }

    private Expression compare() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())
                    || token.isName("in")) {
                operators.add(tokens.next().text());
            } else if (token.isName("not") && tokens.ahead().isName("in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                return rest.isEmpty() ? first : new Compare(first, operators, rest);
            }
            rest.add(sum());
        }
    }

    private Expression sum() {
        return binary(this::concatenation, SUMS);
    }

    private Expression concatenation() {
        List<Expression> parts = new ArrayList<>(List.of(product()));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Concatenation(parts);
    }

    private Expression product() {
        return binary(() -> binary(() -> unary(true), Set.of("**")), PRODUCTS);
    }

    private Expression binary(Supplier<Expression> operand, Set<String> operators) {
        Expression left = operand.get();
        while (tokens.current().kind() == Kind.OPERATOR
                && operators.contains(tokens.current().text())) {
            left = new Binary(tokens.next().text(), left, operand.get());
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        tokens.enter();
        Expression value;
        if (tokens.current().isOperator("-") || tokens.current().isOperator("+")) {
            value = new Unary(tokens.next().text(), unary(false));
        } else {
            value = primary();
        }
        value = postfix(value);
        tokens.leave();
        return withFilters ? filters(value) : value;
    }

    /** Attributes, items and calls behind a value. */
    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            Token token = tokens.current();
            if (tokens.skipOperator(".")) {
                Token name = tokens.next();
                value =
                        switch (name.kind()) {
                            case NAME -> new Attribute(value, name.text());
                            case INTEGER -> new Subscript(value, literals.integer(name));
                            default ->
                                    throw Syntax.error(
                                            name.line(),
                                            "\"%s\" where a name is expected"
                                                    .formatted(name.described()));
                        };
            } else if (tokens.skipOperator("[")) {
                value = subscript(value);
            } else if (token.isOperator("(")) {
                value = new Call(value, arguments(), token.line());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression owner) {
        List<Expression> keys = new ArrayList<>();
        Expression slice = null;
        do {
            if (tokens.current().isOperator("]") && !keys.isEmpty()) {
                break;
            }
            Expression none = new Constant(None.NONE);
            Expression first = tokens.current().isOperator(":") ? none : parse();
            if (tokens.skipOperator(":")) {
                Expression stop = isBound() ? parse() : none;
                Expression step = tokens.skipOperator(":") && isBound() ? parse() : none;
                slice = new Slice(owner, first, stop, step);
            }
            keys.add(first);
        } while (tokens.skipOperator(","));
        tokens.expectOperator("]");
        if (slice == null) {
            return new Subscript(owner, keys.size() == 1 ? keys.get(0) : new TupleOf(keys));
        } else if (keys.size() > 1) {
            throw Syntax.error(tokens.current().line(), "a slice among other keys");
        }
        return slice;
    }

    private boolean isBound() {
        Token token = tokens.current();
        return !(token.isOperator(":") || token.isOperator("]") || token.isOperator(","));
    }

    private Expression filters(Expression start) {
        Expression value = start;
        while (true) {
            Token token = tokens.current();
            if (tokens.skipOperator("|")) {
                value = filter(Optional.of(value));
            } else if (tokens.skipName("is")) {
                value = test(value, token.line());
            } else if (token.isOperator("(")) {
                value = new Call(value, arguments(), token.line());
            } else {
                return value;
            }
        }
    }

    /** The filter whose name comes next. */
    Filter filter(Optional<Expression> value) {
        int line = tokens.current().line();
        String name = dottedName();
        Given given = tokens.current().isOperator("(") ? arguments() : Given.NOTHING;
        return new Filter(value, name, given, line);
    }

    private Expression test(Expression value, int line) {
        boolean negated = tokens.skipName("not");
        String name = dottedName();
        Given given = Given.NOTHING;
        if (tokens.current().isOperator("(")) {
            given = arguments();
        } else if (isArgument(tokens.current())) {
            if (tokens.current().isName("is")) {
                throw Syntax.error(line, "several \"is\" in a row");
            }
            given =
                    new Given(
                            List.of(postfix(primary())),
                            List.of(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty());
        }
        Expression test = new Test(value, name, given, line);
        return negated ? new Unary("not", test) : test;
    }

    private static boolean isArgument(Token token) {
        return switch (token.kind()) {
            case NAME -> !NO_ARGUMENT.contains(token.text());
            case STRING, INTEGER, FRACTION -> true;
            default -> token.isOperator("[") || token.isOperator("{");
        };
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.expect(Kind.NAME, "a name").text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expect(Kind.NAME, "a name").text());
        }
        return name.toString();
    }

    private Given arguments() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Expression> named = new ArrayList<>();
        Optional<Expression> list = Optional.empty();
        Optional<Expression> dict = Optional.empty();
        while (!tokens.current().isOperator(")")) {
            int line = tokens.current().line();
            boolean fits = dict.isEmpty();
            if (tokens.skipOperator("*")) {
                fits &= list.isEmpty();
                list = Optional.of(parse());
            } else if (tokens.skipOperator("**")) {
                dict = Optional.of(parse());
            } else if (tokens.current().kind() == Kind.NAME && tokens.ahead().isOperator("=")) {
                String name = tokens.next().text();
                tokens.next();
                fits &= !names.contains(name);
                names.add(name);
                named.add(parse());
            } else {
                fits &= list.isEmpty() && names.isEmpty();
                positional.add(parse());
            }
            if (!fits) {
                throw Syntax.error(line, "arguments in this order");
            }
            if (!tokens.current().isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        tokens.expectOperator(")");
        return new Given(positional, names, named, list, dict);
    }
}
