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
import io.pyramidion.engine.template.syntax.Statement.AttributeTarget;
import io.pyramidion.engine.template.syntax.Statement.NameTarget;
import io.pyramidion.engine.template.syntax.Statement.Target;
import io.pyramidion.engine.template.syntax.Statement.TupleTarget;

import java.util.List;

/** Finds the variables of a scope in its statements, in the order in which Jinja visits them. */
final class NameAnalysis {

    private final Names names;

    NameAnalysis(Names names) {
        this.names = names;
    }

    void visit(List<? extends Statement> statements) {
        statements.forEach(this::visit);
    }

    /** Other scopes in a statement are visited for what is evaluated outside of them. */
    private void visit(Statement statement) {
        if (statement instanceof Statement.Print print) {
            visit(print.value());
        } else if (statement instanceof Statement.For loop) {
            visit(loop.items());
        } else if (statement instanceof Statement.If condition) {
            visitBranches(condition);
        } else if (statement instanceof Statement.Macro macro) {
            names.store(macro.name());
        } else if (statement instanceof Statement.CallBlock block) {
            visit(block.call());
        } else if (statement instanceof Statement.FilterBlock block) {
            visit(block.filter());
        } else if (statement instanceof Statement.With with) {
            with.values().forEach(this::visit);
        } else if (statement instanceof Statement.Set set) {
            visit(set.value());
            visit(set.target());
        } else if (statement instanceof Statement.SetBlock block) {
            visit(block.target());
        }
    }

    private void visitBranches(Statement.If condition) {
        visit(condition.test());
        names.merge(
                List.of(
                        branch(condition.body()),
                        branch(condition.alternatives()),
                        branch(condition.otherwise())));
    }

    private Names branch(List<? extends Statement> statements) {
        Names branch = names.branch();
        new NameAnalysis(branch).visit(statements);
        return branch;
    }

    void visit(Expression expression) {
        if (expression instanceof Expression.Name name) {
            names.load(name.name());
        }
        expression.children().forEach(this::visit);
    }

    private void visit(Target target) {
        if (target instanceof NameTarget name) {
            names.store(name.name());
        } else if (target instanceof AttributeTarget attribute) {
            names.load(attribute.name());
        } else if (target instanceof TupleTarget tuple) {
            tuple.items().forEach(this::visit);
        }
    }

    /** The names of a target are given to the scope. */
    void declare(Target target) {
        if (target instanceof NameTarget name) {
            names.declare(name.name());
        } else if (target instanceof TupleTarget tuple) {
            tuple.items().forEach(this::declare);
        }
    }

    void declare(Statement.Parameters parameters) {
        parameters.names().forEach(names::declare);
        parameters.defaults().forEach(this::visit);
    }
}
