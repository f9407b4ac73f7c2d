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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of a template that has a value. */
public sealed interface Expression {

    /** The expressions in it. */
    List<Expression> children();

    /** A literal. */
    record Constant(Object value) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }
    }

    /** A variable. */
    record Name(String name) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }
    }

    /** {@code [a, b]}. */
    record ListOf(List<Expression> items) implements Expression {
        @Override
        public List<Expression> children() {
            return items;
        }
    }

    /** {@code (a, b)}. */
    record TupleOf(List<Expression> items) implements Expression {
        @Override
        public List<Expression> children() {
            return items;
        }
    }

    /** {@code {a: b}}; as many values as keys. */
    record DictOf(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public List<Expression> children() {
            return concat(keys, values);
        }
    }

    /** {@code -a}, {@code +a} and {@code not a}. */
    record Unary(String operator, Expression operand) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(operand);
        }
    }

    /** Arithmetic, {@code and} and {@code or}. */
    record Binary(String operator, Expression left, Expression right) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(left, right);
        }
    }

    /** {@code a < b <= c}; as many operators as values after the first. */
    record Compare(Expression first, List<String> operators, List<Expression> rest)
            implements Expression {
        @Override
        public List<Expression> children() {
            return concat(List.of(first), rest);
        }
    }

    /** {@code a ~ b}. */
    record Concatenation(List<Expression> parts) implements Expression {
        @Override
        public List<Expression> children() {
            return parts;
        }
    }

    /** {@code a if test else b}. */
    record Conditional(Expression test, Expression then, Optional<Expression> otherwise, int line)
            implements Expression {
        @Override
        public List<Expression> children() {
            return concat(List.of(test, then), otherwise.stream().toList());
        }
    }

    /** {@code a.name}. */
    record Attribute(Expression owner, String name) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(owner);
        }
    }

    /** {@code a[key]}. */
    record Subscript(Expression owner, Expression key) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(owner, key);
        }
    }

    /** {@code a[start:stop:step]}. */
    record Slice(Expression owner, Expression start, Expression stop, Expression step)
            implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(owner, start, stop, step);
        }
    }

    /** {@code a(b, c=d, *e, **f)}. */
    record Call(Expression callee, Given given, int line) implements Expression {
        @Override
        public List<Expression> children() {
            return concat(List.of(callee), given.children());
        }
    }

    /** {@code a | name(b)}; without a value, what a block holds. */
    record Filter(Optional<Expression> value, String name, Given given, int line)
            implements Expression {
        @Override
        public List<Expression> children() {
            return concat(value.stream().toList(), given.children());
        }
    }

    /** {@code a is name(b)}. */
    record Test(Expression value, String name, Given given, int line) implements Expression {
        @Override
        public List<Expression> children() {
            return concat(List.of(value), given.children());
        }
    }

    /** The arguments of a call; as many values as names. */
    record Given(
            List<Expression> positional,
            List<String> names,
            List<Expression> named,
            Optional<Expression> list,
            Optional<Expression> dict) {

        static final Given NOTHING =
                new Given(List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

        List<Expression> children() {
            return Stream.of(positional.stream(), named.stream(), list.stream(), dict.stream())
                    .flatMap(part -> part)
                    .toList();
        }
    }

    private static List<Expression> concat(List<Expression> first, List<Expression> second) {
        List<Expression> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
