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

import io.pyramidion.engine.template.syntax.Expression.Call;
import io.pyramidion.engine.template.syntax.Expression.Filter;
import io.pyramidion.engine.template.syntax.Statement.AttributeTarget;
import io.pyramidion.engine.template.syntax.Statement.NameTarget;
import io.pyramidion.engine.template.syntax.Statement.Parameters;
import io.pyramidion.engine.template.syntax.Statement.Target;
import io.pyramidion.engine.template.syntax.Statement.TupleTarget;
import io.pyramidion.engine.template.syntax.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads statements. */
final class StatementParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    StatementParser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    List<Statement> parse() {
        return statements(Set.of());
    }

    /** Statements up to the tag that ends them, of which the name has not been read. */
    private List<Statement> statements(Set<String> ends) {
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        while (tokens.current().kind() != Kind.END) {
            Token token = tokens.next();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Data(token.text()));
                case VARIABLE_BEGIN -> {
                    Expression value = expressions.parseTuple(true, "");
                    tokens.expect(Kind.VARIABLE_END, "\"}}\"");
                    statements.add(new Statement.Print(value, token.line()));
                }
                default -> {
                    if (tokens.current().kind() == Kind.NAME
                            && ends.contains(tokens.current().text())) {
                        tokens.leave();
                        return statements;
                    }
                    statements.addAll(statement());
                    tokens.expect(Kind.BLOCK_END, "\"%}\"");
                }
            }
        }
        tokens.leave();
        return statements;
    }

    private List<Statement> statement() {
        Token tag = tokens.expect(Kind.NAME, "a tag");
        int line = tag.line();
        return switch (tag.text()) {
            case "print" -> print(line);
            case "for" -> List.of(loop(line));
            case "if" -> List.of(condition(line));
            case "set" -> List.of(set(line));
            case "with" -> List.of(with(line));
            case "macro" -> {
                String name = tokens.expect(Kind.NAME, "a name").text();
                Parameters parameters = parameters();
                yield List.of(new Statement.Macro(name, parameters, body(tag, "endmacro"), line));
            }
            case "call" -> List.of(call(tag));
            case "filter" -> {
                Filter filter = filters(expressions.filter(Optional.empty()));
                yield List.of(new Statement.FilterBlock(filter, body(tag, "endfilter"), line));
            }
            case "generation" ->
                    List.of(new Statement.Generation(body(tag, "endgeneration"), line));
            case "break" -> List.of(new Statement.Break(line));
            case "continue" -> List.of(new Statement.Continue(line));
            default -> {
                boolean closes = tag.text().startsWith("end") || tag.text().startsWith("el");
                throw Syntax.error(
                        line,
                        closes
                                ? "\"" + tag.text() + "\" that closes nothing"
                                : "the tag \"" + tag.text() + "\"");
            }
        };
    }

    /** The statements in a tag; its end has been read, but for the closing of the last tag. */
    private List<Statement> body(Token tag, String... ends) {
        tokens.skipOperator(":");
        tokens.expect(Kind.BLOCK_END, "\"%}\"");
        List<Statement> body = statements(Set.of(ends));
        if (tokens.current().kind() == Kind.END) {
            throw Syntax.error(tag.line(), "\"" + tag.text() + "\" without its end");
        }
        if (ends.length == 1) {
            tokens.next();
        }
        return body;
    }

    private List<Statement> print(int line) {
        List<Statement> printed = new ArrayList<>();
        while (tokens.current().kind() != Kind.BLOCK_END) {
            if (!printed.isEmpty()) {
                tokens.expectOperator(",");
            }
            printed.add(new Statement.Print(expressions.parse(), line));
        }
        return printed;
    }

    private Statement loop(int line) {
        Token tag = new Token(Kind.NAME, "for", line);
        Target target = target(expressions.parseTargets("in"), line);
        tokens.expectName("in");
        Expression items = expressions.parseTuple(false, "recursive");
        Optional<Expression> test =
                tokens.skipName("if") ? Optional.of(expressions.parse()) : Optional.empty();
        boolean recursive = tokens.skipName("recursive");
        List<Statement> body = body(tag, "endfor", "else");
        List<Statement> otherwise = tokens.next().isName("else") ? body(tag, "endfor") : List.of();
        return new Statement.For(target, items, test, recursive, body, otherwise, line);
    }

    private Statement condition(int line) {
        Token tag = new Token(Kind.NAME, "if", line);
        Expression test = expressions.parseTuple(false, "");
        List<Statement> body = body(tag, "elif", "else", "endif");
        List<Statement.If> alternatives = new ArrayList<>();
        Token next = tokens.next();
        while (next.isName("elif")) {
            int at = next.line();
            Expression other = expressions.parseTuple(false, "");
            List<Statement> statements = body(tag, "elif", "else", "endif");
            alternatives.add(new Statement.If(other, statements, List.of(), List.of(), at));
            next = tokens.next();
        }
        List<Statement> otherwise = next.isName("else") ? body(tag, "endif") : List.of();
        return new Statement.If(test, body, alternatives, otherwise, line);
    }

    private Statement set(int line) {
        Token tag = new Token(Kind.NAME, "set", line);
        Target target = setTarget(line);
        if (tokens.skipOperator("=")) {
            return new Statement.Set(target, expressions.parseTuple(true, ""), line);
        }
        Optional<Filter> filter = Optional.empty();
        if (tokens.skipOperator("|")) {
            filter = Optional.of(filters(expressions.filter(Optional.empty())));
        }
        return new Statement.SetBlock(target, filter, body(tag, "endset"), line);
    }

    /** Further filters behind the first of a block. */
    private Filter filters(Filter first) {
        Filter filter = first;
        while (tokens.skipOperator("|")) {
            filter = expressions.filter(Optional.of(filter));
        }
        return filter;
    }

    private Statement with(int line) {
        Token tag = new Token(Kind.NAME, "with", line);
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (tokens.current().kind() != Kind.BLOCK_END) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            targets.add(target(expressions.parseTargets(""), line));
            tokens.expectOperator("=");
            values.add(expressions.parse());
        }
        return new Statement.With(targets, values, body(tag, "endwith"), line);
    }

    private Statement call(Token tag) {
        Parameters parameters =
                tokens.current().isOperator("(") ? parameters() : Parameters.NOTHING;
        if (!(expressions.parse() instanceof Call call)) {
            throw Syntax.error(tag.line(), "\"call\" without a call");
        }
        return new Statement.CallBlock(parameters, call, body(tag, "endcall"), tag.line());
    }

    private Parameters parameters() {
        tokens.expectOperator("(");
        List<String> names = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        while (!tokens.current().isOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token name = tokens.expect(Kind.NAME, "a name");
            if (names.contains(name.text())) {
                throw Syntax.error(name.line(), "two parameters of the name " + name.text());
            }
            names.add(name.text());
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.parse());
            } else if (!defaults.isEmpty()) {
                throw Syntax.error(
                        name.line(), "a parameter without default after one with a default");
            }
        }
        tokens.expectOperator(")");
        return new Parameters(names, defaults);
    }

    /** Names, attributes of namespaces, and tuples of both. */
    private Target setTarget(int line) {
        List<Target> items = new ArrayList<>();
        boolean isTuple = false;
        while (true) {
            if (tokens.current().kind() == Kind.NAME && tokens.ahead().isOperator(".")) {
                String name = tokens.next().text();
                tokens.next();
                items.add(new AttributeTarget(name, tokens.expect(Kind.NAME, "a name").text()));
            } else {
                items.add(target(expressions.primary(), line));
            }
            if (!tokens.skipOperator(",")) {
                break;
            }
            isTuple = true;
            if (tokens.current().kind() == Kind.BLOCK_END) {
                break;
            }
        }
        return isTuple ? new TupleTarget(items) : items.get(0);
    }

    private static Target target(Expression expression, int line) {
        if (expression instanceof Expression.Name name) {
            return new NameTarget(name.name());
        } else if (expression instanceof Expression.TupleOf tuple) {
            return new TupleTarget(tuple.items().stream().map(item -> target(item, line)).toList());
        }
        throw Syntax.error(line, "an assignment to something else than a name");
    }
}
