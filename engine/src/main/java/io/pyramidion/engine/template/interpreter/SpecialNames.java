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

import io.pyramidion.engine.template.syntax.Expression;
import io.pyramidion.engine.template.syntax.Statement;
import io.pyramidion.engine.template.syntax.Statement.NameTarget;
import io.pyramidion.engine.template.syntax.Statement.Parameters;
import io.pyramidion.engine.template.syntax.Statement.Target;
import io.pyramidion.engine.template.syntax.Statement.TupleTarget;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out which of {@code caller}, {@code kwargs} and {@code varargs} a macro reads before it
 * sets them: those it is given.
 */
final class SpecialNames {

    private final Set<String> left = new HashSet<>(Set.of("caller", "kwargs", "varargs"));
    private final Set<String> used = new HashSet<>();

    private SpecialNames() {}

    static Set<String> usedIn(List<Statement> body) {
        SpecialNames names = new SpecialNames();
        names.visit(body);
        return names.used;
    }

    private void visit(List<? extends Statement> statements) {
        statements.forEach(this::visit);
    }

    private void visit(Statement statement) {
        if (statement instanceof Statement.Print print) {
            visit(print.value());
        } else if (statement instanceof Statement.For loop) {
            visit(loop.target());
            visit(loop.items());
            visit(loop.body());
            visit(loop.otherwise());
            loop.test().ifPresent(this::visit);
        } else if (statement instanceof Statement.If condition) {
            visit(condition.test());
            visit(condition.body());
            visit(condition.alternatives());
            visit(condition.otherwise());
        } else if (statement instanceof Statement.Macro macro) {
            visit(macro.parameters());
            visit(macro.body());
        } else if (statement instanceof Statement.CallBlock block) {
            visit(block.call());
            visit(block.parameters());
            visit(block.body());
        } else if (statement instanceof Statement.FilterBlock block) {
            visit(block.body());
            visit(block.filter());
        } else if (statement instanceof Statement.With with) {
            with.targets().forEach(this::visit);
            with.values().forEach(this::visit);
            visit(with.body());
        } else if (statement instanceof Statement.Set set) {
            visit(set.target());
            visit(set.value());
        } else if (statement instanceof Statement.SetBlock block) {
            visit(block.target());
            block.filter().ifPresent(this::visit);
            visit(block.body());
        } else if (statement instanceof Statement.Generation block) {
            visit(block.body());
        }
    }

    private void visit(Expression expression) {
        if (expression instanceof Expression.Name name && left.contains(name.name())) {
            used.add(name.name());
        }
        expression.children().forEach(this::visit);
    }

    private void visit(Target target) {
        if (target instanceof NameTarget name) {
            left.remove(name.name());
        } else if (target instanceof TupleTarget tuple) {
            tuple.items().forEach(this::visit);
        }
    }

    private void visit(Parameters parameters) {
        left.removeAll(parameters.names());
        parameters.defaults().forEach(this::visit);
    }
}
