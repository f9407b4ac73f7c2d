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

import io.pyramidion.engine.template.interpreter.Action.Flow;
import io.pyramidion.engine.template.syntax.Statement;
import io.pyramidion.engine.template.syntax.Statement.Parameters;
import io.pyramidion.engine.template.syntax.Syntax;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes statements ready to run in a scope whose names are known. */
final class StatementCompiler {

    private final Names names;
    private final boolean soft;
    private final boolean inLoop;
    private final ExpressionCompiler expressions;
    private final TargetCompiler targets;

    StatementCompiler(Names names) {
        this(names, false, false);
    }

    private StatementCompiler(Names names, boolean soft, boolean inLoop) {
        this.names = names;
        this.soft = soft;
        this.inLoop = inLoop;
        this.expressions = new ExpressionCompiler(names, soft);
        this.targets = new TargetCompiler(names);
    }

    /** A compiler for a scope of its own that belongs to the same loop, if any. */
    private StatementCompiler inner(Names inner) {
        return new StatementCompiler(inner, false, inLoop);
    }

    Action compile(List<? extends Statement> statements) {
        Action[] actions = statements.stream().map(this::compile).toArray(Action[]::new);
        return (scope, output) -> {
            for (Action action : actions) {
                Flow flow = action.run(scope, output);
                if (flow != Flow.ON) {
                    return flow;
                }
            }
            return Flow.ON;
        };
    }

    private Action compile(Statement statement) {
        if (statement instanceof Statement.Data data) {
            return (scope, output) -> {
                output.write(data.text());
                return Flow.ON;
            };
        } else if (statement instanceof Statement.Print print) {
            Evaluator value = expressions.compile(print.value());
            return print(value, print.line());
        } else if (statement instanceof Statement.If condition) {
            return condition(condition);
        } else if (statement instanceof Statement.For loop) {
            return loop(loop);
        } else if (statement instanceof Statement.Set set) {
            Evaluator value = expressions.compile(set.value());
            TargetCompiler.Assigner target = targets.compile(set.target(), set.line());
            return (scope, output) -> {
                scope.rendering().at(set.line());
                target.check(scope);
                target.assign(scope, value.evaluate(scope));
                return Flow.ON;
            };
        } else if (statement instanceof Statement.SetBlock block) {
            return setBlock(block);
        } else if (statement instanceof Statement.Macro macro) {
            return macro(macro);
        } else if (statement instanceof Statement.CallBlock block) {
            return callBlock(block);
        } else if (statement instanceof Statement.FilterBlock block) {
            return filterBlock(block);
        } else if (statement instanceof Statement.With with) {
            return with(with);
        } else if (statement instanceof Statement.Generation generation) {
            return generation(generation);
        } else if (statement instanceof Statement.Break end) {
            return leave(Flow.BREAK, end.line());
        }
        return leave(Flow.CONTINUE, ((Statement.Continue) statement).line());
    }

    private Action print(Evaluator value, int line) {
        return (scope, output) -> {
            scope.rendering().at(line);
            output.write(Printing.str(value.evaluate(scope)));
            return Flow.ON;
        };
    }

    private Action leave(Flow flow, int line) {
        if (!inLoop) {
            throw Syntax.error(line, "\"break\" or \"continue\" outside of a \"for\"");
        }
        return (scope, output) -> flow;
    }

    private record Branch(Evaluator test, Action body, int line) {}

    private Action condition(Statement.If condition) {
        StatementCompiler inside = new StatementCompiler(names, true, inLoop);
        List<Branch> branches = new ArrayList<>();
        branches.add(inside.branch(condition));
        condition.alternatives().forEach(other -> branches.add(inside.branch(other)));
        Action otherwise = inside.compile(condition.otherwise());
        return (scope, output) -> {
            for (Branch branch : branches) {
                scope.rendering().at(branch.line());
                if (Values.truth(branch.test().evaluate(scope))) {
                    return branch.body().run(scope, output);
                }
            }
            return otherwise.run(scope, output);
        };
    }

    private Branch branch(Statement.If condition) {
        return new Branch(
                expressions.compile(condition.test()), compile(condition.body()), condition.line());
    }

    private Action loop(Statement.For loop) {
        Names body = names.inner();
        body.declare(Loop.NAME);
        NameAnalysis analysis = new NameAnalysis(body);
        analysis.declare(loop.target());
        analysis.visit(loop.body());
        Names otherwise = names.inner();
        new NameAnalysis(otherwise).visit(loop.otherwise());
        Names test = names.inner();
        NameAnalysis testAnalysis = new NameAnalysis(test);
        testAnalysis.declare(loop.target());
        loop.test().ifPresent(testAnalysis::visit);

        // The else of a recursive loop is in a function of its own, away from the loop around.
        boolean elseInLoop = inLoop && !loop.recursive();
        Optional<LoopAction.Test> filter =
                loop.test()
                        .map(
                                expression ->
                                        new LoopAction.Test(
                                                new ScopeShape(test),
                                                new TargetCompiler(test)
                                                        .compile(loop.target(), loop.line()),
                                                new ExpressionCompiler(test, false)
                                                        .compile(expression)));
        LoopAction action =
                new LoopAction(
                        new ScopeShape(body),
                        new TargetCompiler(body).compile(loop.target(), loop.line()),
                        new StatementCompiler(body, false, true).compile(loop.body()),
                        filter,
                        new ScopeShape(otherwise),
                        new StatementCompiler(otherwise, false, elseInLoop)
                                .compile(loop.otherwise()));
        Evaluator items = expressions.compile(loop.items());
        return (scope, output) -> {
            scope.rendering().at(loop.line());
            Object value = items.evaluate(scope);
            return loop.recursive()
                    ? action.runRecursive(scope, value, output)
                    : action.run(scope, value, output);
        };
    }

    private Action setBlock(Statement.SetBlock block) {
        Names inner = names.inner();
        inner.declare(ExpressionCompiler.BLOCK_TEXT);
        new NameAnalysis(inner).visit(block.body());
        ScopeShape shape = new ScopeShape(inner);
        Action body = inner(inner).compile(block.body());
        TargetCompiler.Assigner target = targets.compile(block.target(), block.line());
        Optional<Evaluator> filter =
                block.filter().map(new ExpressionCompiler(inner, false)::compile);
        return (scope, output) -> {
            scope.rendering().at(block.line());
            Scope inside = shape.begin(scope);
            Output captured = new Output(scope.rendering());
            Flow flow = body.run(inside, captured);
            if (flow == Flow.ON) {
                inside.set(shape.slot(ExpressionCompiler.BLOCK_TEXT), captured.text());
                target.check(scope);
                target.assign(
                        scope,
                        filter.isPresent() ? filter.get().evaluate(inside) : captured.text());
            }
            return flow;
        };
    }

    private Action filterBlock(Statement.FilterBlock block) {
        Names inner = names.inner();
        inner.declare(ExpressionCompiler.BLOCK_TEXT);
        NameAnalysis analysis = new NameAnalysis(inner);
        analysis.visit(block.body());
        analysis.visit(block.filter());
        ScopeShape shape = new ScopeShape(inner);
        Action body = inner(inner).compile(block.body());
        Evaluator filter = new ExpressionCompiler(inner, false).compile(block.filter());
        return (scope, output) -> {
            Scope inside = shape.begin(scope);
            Output captured = new Output(scope.rendering());
            Flow flow = body.run(inside, captured);
            if (flow == Flow.ON) {
                scope.rendering().at(block.line());
                inside.set(shape.slot(ExpressionCompiler.BLOCK_TEXT), captured.text());
                output.writeBlock(filter.evaluate(inside));
            }
            return flow;
        };
    }

    private Action with(Statement.With with) {
        Names inner = names.inner();
        NameAnalysis analysis = new NameAnalysis(inner);
        with.targets().forEach(analysis::declare);
        analysis.visit(with.body());
        ScopeShape shape = new ScopeShape(inner);
        List<Evaluator> values = expressions.compileAll(with.values());
        TargetCompiler innerTargets = new TargetCompiler(inner);
        List<TargetCompiler.Assigner> assigners =
                with.targets().stream()
                        .map(target -> innerTargets.compile(target, with.line()))
                        .toList();
        Action body = inner(inner).compile(with.body());
        return (scope, output) -> {
            scope.rendering().at(with.line());
            Scope inside = shape.begin(scope);
            for (int i = 0; i < values.size(); i++) {
                assigners.get(i).assign(inside, values.get(i).evaluate(scope));
            }
            return body.run(inside, output);
        };
    }

    private Action macro(Statement.Macro macro) {
        MacroShape shape = macroShape(macro.name(), macro.parameters(), macro.body(), macro.line());
        int slot = names.place(macro.name()).orElseThrow().slot();
        return (scope, output) -> {
            scope.set(slot, new Macro(shape, scope));
            return Flow.ON;
        };
    }

    private Action callBlock(Statement.CallBlock block) {
        MacroShape shape = macroShape("", block.parameters(), block.body(), block.line());
        Evaluator call =
                expressions.call(block.call(), Optional.of(scope -> new Macro(shape, scope)));
        return (scope, output) -> {
            scope.rendering().at(block.line());
            output.writeBlock(call.evaluate(scope));
            return Flow.ON;
        };
    }

    private MacroShape macroShape(
            String name, Parameters parameters, List<Statement> body, int line) {
        Names inner = names.inner();
        NameAnalysis analysis = new NameAnalysis(inner);
        analysis.declare(parameters);
        analysis.visit(body);
        Specials specials = Specials.of(parameters, body, line);
        specials.given().forEach(inner::declare);
        StatementCompiler inside = new StatementCompiler(inner, false, false);
        return new MacroShape(
                name,
                new ScopeShape(inner),
                parameters.names(),
                inside.expressions.compileAll(parameters.defaults()),
                specials,
                inside.compile(body));
    }

    /** The mark for training writes what is in it; it is a scope, and a loop's end is not in it. */
    private Action generation(Statement.Generation generation) {
        Names inner = names.inner();
        new NameAnalysis(inner).visit(generation.body());
        ScopeShape shape = new ScopeShape(inner);
        Action body = new StatementCompiler(inner, false, false).compile(generation.body());
        return (scope, output) -> body.run(shape.begin(scope), output);
    }
}
