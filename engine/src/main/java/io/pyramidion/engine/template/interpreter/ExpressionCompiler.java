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
package io.pyramidion.engine.template.interpreter;

import io.pyramidion.engine.template.operation.Arithmetic;
import io.pyramidion.engine.template.operation.Attributes;
import io.pyramidion.engine.template.operation.Slices;
import io.pyramidion.engine.template.syntax.Expression;
import io.pyramidion.engine.template.syntax.Syntax;
import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Callable;
import io.pyramidion.engine.template.value.Comparison;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes expressions ready to be evaluated in a scope whose names are known. */
final class ExpressionCompiler {

    /** The variable, of a name that no template can write, that holds what a block has written. */
    static final String BLOCK_TEXT = "(block)";

    private final Names names;
    private final boolean soft;
    private final GivenCompiler given;

    /**
     * @param soft whether a filter or test that does not exist fails only when it is reached, as it
     *     does inside of a condition
     */
    ExpressionCompiler(Names names, boolean soft) {
        this.names = names;
        this.soft = soft;
        this.given = new GivenCompiler(this);
    }

    Evaluator compile(Expression expression) {
        if (expression instanceof Expression.Constant constant) {
            Object value = constant.value();
            return scope -> value;
        } else if (expression instanceof Expression.Name name) {
            return name(name.name());
        } else if (expression instanceof Expression.Attribute attribute) {
            Evaluator owner = compile(attribute.owner());
            String name = attribute.name();
            return scope -> Attributes.attribute(owner.evaluate(scope), name);
        } else if (expression instanceof Expression.Subscript subscript) {
            Evaluator owner = compile(subscript.owner());
            Evaluator key = compile(subscript.key());
            return scope -> Attributes.subscript(owner.evaluate(scope), key.evaluate(scope));
        } else if (expression instanceof Expression.Slice slice) {
            return slice(slice);
        } else if (expression instanceof Expression.Binary binary) {
            return binary(binary);
        } else if (expression instanceof Expression.Unary unary) {
            return unary(unary);
        } else if (expression instanceof Expression.Compare compare) {
            return compare(compare);
        } else if (expression instanceof Expression.Call call) {
            return call(call, Optional.empty());
        } else if (expression instanceof Expression.Filter filter) {
            return filter(filter);
        } else if (expression instanceof Expression.Test test) {
            return test(test);
        } else if (expression instanceof Expression.Conditional conditional) {
            return conditional(conditional);
        }
        return composed(expression);
    }

    List<Evaluator> compileAll(List<Expression> expressions) {
        return expressions.stream().map(this::compile).toList();
    }

    private Evaluator name(String name) {
        if (name.equals("self")) {
            throw new UnsupportedTemplateException("the variable \"self\"");
        }
        Names.Place place =
                names.place(name)
                        .orElseThrow(
                                () ->
                                        new UnsupportedTemplateException(
                                                "the variable \"%s\" in the filter of a block"
                                                        .formatted(name)));
        Undefined undefined = Undefined.name(name);
        return scope -> {
            Object value = scope.get(place.hops(), place.slot());
            return value == null ? undefined : value;
        };
    }

    private Evaluator composed(Expression expression) {
        if (expression instanceof Expression.ListOf list) {
            List<Evaluator> items = compileAll(list.items());
            return scope -> evaluate(items, scope);
        } else if (expression instanceof Expression.TupleOf tuple) {
            List<Evaluator> items = compileAll(tuple.items());
            return scope -> new Tuple(evaluate(items, scope));
        } else if (expression instanceof Expression.Concatenation concatenation) {
            List<Evaluator> parts = compileAll(concatenation.parts());
            return scope -> concatenate(parts, scope);
        }
        Expression.DictOf dict = (Expression.DictOf) expression;
        List<Evaluator> keys = compileAll(dict.keys());
        List<Evaluator> values = compileAll(dict.values());
        return scope -> {
            Dict made = new Dict();
            for (int i = 0; i < keys.size(); i++) {
                made.put(keys.get(i).evaluate(scope), values.get(i).evaluate(scope));
            }
            return made;
        };
    }

    private static List<Object> evaluate(List<Evaluator> items, Scope scope) {
        List<Object> values = new ArrayList<>(items.size());
        items.forEach(item -> values.add(item.evaluate(scope)));
        return values;
    }

    private static String concatenate(List<Evaluator> parts, Scope scope) {
        Object text = "";
        for (Evaluator part : parts) {
            text = Arithmetic.apply("+", text, Printing.str(part.evaluate(scope)));
        }
        return (String) text;
    }

    private Evaluator slice(Expression.Slice slice) {
        Evaluator owner = compile(slice.owner());
        Evaluator start = compile(slice.start());
        Evaluator stop = compile(slice.stop());
        Evaluator step = compile(slice.step());
        return scope ->
                Slices.slice(
                        owner.evaluate(scope),
                        start.evaluate(scope),
                        stop.evaluate(scope),
                        step.evaluate(scope));
    }

    private Evaluator binary(Expression.Binary binary) {
        Evaluator left = compile(binary.left());
        Evaluator right = compile(binary.right());
        String operator = binary.operator();
        return switch (operator) {
            case "and" ->
                    scope -> {
                        Object value = left.evaluate(scope);
                        return Values.truth(value) ? right.evaluate(scope) : value;
                    };
            case "or" ->
                    scope -> {
                        Object value = left.evaluate(scope);
                        return Values.truth(value) ? value : right.evaluate(scope);
                    };
            default ->
                    scope ->
                            Arithmetic.apply(operator, left.evaluate(scope), right.evaluate(scope));
        };
    }

    private Evaluator unary(Expression.Unary unary) {
        Evaluator operand = compile(unary.operand());
        return switch (unary.operator()) {
            case "not" -> scope -> !Values.truth(operand.evaluate(scope));
            case "-" -> scope -> Arithmetic.negate(operand.evaluate(scope));
            default -> scope -> Arithmetic.plus(operand.evaluate(scope));
        };
    }

    private Evaluator compare(Expression.Compare compare) {
        Evaluator first = compile(compare.first());
        List<Evaluator> rest = compileAll(compare.rest());
        List<String> operators = compare.operators();
        return scope -> {
            Object left = first.evaluate(scope);
            for (int i = 0; i < rest.size(); i++) {
                Object right = rest.get(i).evaluate(scope);
                if (!compare(operators.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    /** Whether a comparison holds. */
    static boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> Comparison.equal(left, right);
            case "!=" -> !Comparison.equal(left, right);
            case "in" -> Comparison.contains(right, left);
            case "not in" -> !Comparison.contains(right, left);
            case "<" -> order(operator, left, right).filter(order -> order < 0).isPresent();
            case "<=" -> order(operator, left, right).filter(order -> order <= 0).isPresent();
            case ">" -> order(operator, left, right).filter(order -> order > 0).isPresent();
            default -> order(operator, left, right).filter(order -> order >= 0).isPresent();
        };
    }

    private static Optional<Integer> order(String operator, Object left, Object right) {
        return Comparison.order(left, right, operator);
    }

    private Evaluator conditional(Expression.Conditional conditional) {
        ExpressionCompiler inside = new ExpressionCompiler(names, true);
        Evaluator test = inside.compile(conditional.test());
        Evaluator then = inside.compile(conditional.then());
        Undefined nothing =
                new Undefined(
                        "the inline if-expression on line %d evaluated to false and no else section was defined."
                                .formatted(conditional.line()));
        Evaluator otherwise = conditional.otherwise().map(inside::compile).orElse(scope -> nothing);
        return scope ->
                Values.truth(test.evaluate(scope))
                        ? then.evaluate(scope)
                        : otherwise.evaluate(scope);
    }

    /**
     * A call.
     *
     * @param caller what is given as {@code caller}
     */
    Evaluator call(Expression.Call call, Optional<Evaluator> caller) {
        Evaluator callee = compile(call.callee());
        GivenCompiler.Collector arguments = given.compile(call.given(), caller);
        int line = call.line();
        return scope -> {
            Object called = callee.evaluate(scope);
            Arguments collected = arguments.collect(scope);
            if (called instanceof Undefined undefined) {
                throw undefined.fail();
            } else if (!(called instanceof Callable callable)) {
                throw new TemplateFailedException(
                        "'" + Values.typeName(called) + "' object is not callable");
            } else {
                scope.rendering().enter();
                Object value = callable.call(collected);
                scope.rendering().leave();
                scope.rendering().at(line);
                return value;
            }
        };
    }

    private Evaluator filter(Expression.Filter filter) {
        if (!Filters.isKnown(filter.name()) && !soft) {
            throw Syntax.error(filter.line(), "the filter \"" + filter.name() + "\"");
        }
        Evaluator value = filter.value().map(this::compile).orElseGet(() -> name(BLOCK_TEXT));
        GivenCompiler.Collector arguments = given.compile(filter.given(), Optional.empty());
        String name = filter.name();
        return scope -> {
            Object filtered = value.evaluate(scope);
            return Filters.apply(name, scope.rendering(), filtered, arguments.collect(scope));
        };
    }

    private Evaluator test(Expression.Test test) {
        if (!Tests.isKnown(test.name()) && !soft) {
            throw Syntax.error(test.line(), "the test \"" + test.name() + "\"");
        }
        Evaluator value = compile(test.value());
        GivenCompiler.Collector arguments = given.compile(test.given(), Optional.empty());
        String name = test.name();
        return scope -> Tests.apply(name, value.evaluate(scope), arguments.collect(scope));
    }
}
