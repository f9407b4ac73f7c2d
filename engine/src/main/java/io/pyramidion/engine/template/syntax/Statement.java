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

import java.util.List;
import java.util.Optional;

/** A part of a template that writes or does something. */
public sealed interface Statement {

    /** Text as it is. */
    record Data(String text) implements Statement {}

    /** {@code {{ value }}}. */
    record Print(Expression value, int line) implements Statement {}

    /** {@code for}. */
    record For(
            Target target,
            Expression items,
            Optional<Expression> test,
            boolean recursive,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    /** {@code if}, each {@code elif} an {@code if} of its own without an {@code else}. */
    record If(
            Expression test,
            List<Statement> body,
            List<If> alternatives,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    /** {@code macro}; the last parameters have the defaults. */
    record Macro(String name, Parameters parameters, List<Statement> body, int line)
            implements Statement {}

    /** {@code call}. */
    record CallBlock(Parameters parameters, Expression.Call call, List<Statement> body, int line)
            implements Statement {}

    /** {@code filter}. */
    record FilterBlock(Expression.Filter filter, List<Statement> body, int line)
            implements Statement {}

    /** {@code with}; as many values as targets. */
    record With(List<Target> targets, List<Expression> values, List<Statement> body, int line)
            implements Statement {}

    /** {@code set a = b}. */
    record Set(Target target, Expression value, int line) implements Statement {}

    /** {@code set a} and {@code endset}. */
    record SetBlock(
            Target target, Optional<Expression.Filter> filter, List<Statement> body, int line)
            implements Statement {}

    /** {@code generation}, the mark that transformers adds for training. */
    record Generation(List<Statement> body, int line) implements Statement {}

    /** {@code break}. */
    record Break(int line) implements Statement {}

    /** {@code continue}. */
    record Continue(int line) implements Statement {}

    /** What a value is assigned to. */
    sealed interface Target {}

    /** A variable. */
    record NameTarget(String name) implements Target {}

    /** An attribute of a namespace. */
    record AttributeTarget(String name, String attribute) implements Target {}

    /** As many as a value has items. */
    record TupleTarget(List<Target> items) implements Target {}

    /** The parameters of a macro. */
    record Parameters(List<String> names, List<Expression> defaults) {
        static final Parameters NOTHING = new Parameters(List.of(), List.of());
    }
}
