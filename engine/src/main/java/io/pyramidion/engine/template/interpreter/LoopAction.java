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
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.Lazy;
import io.pyramidion.engine.template.value.Values;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/**
 * A {@code for}, ready to run. As in Jinja, the {@code else} is run if no round came to its end, be
 * it for lack of items or because each was left by {@code break} or {@code continue}.
 */
final class LoopAction {

    private final ScopeShape shape;
    private final TargetCompiler.Assigner target;
    private final Action body;
    private final Optional<Test> test;
    private final ScopeShape otherwiseShape;
    private final Action otherwise;
    private final int loopSlot;

    /** Which items are taken: a scope of its own, filled anew with each item. */
    record Test(ScopeShape shape, TargetCompiler.Assigner target, Evaluator holds) {}

    LoopAction(
            ScopeShape shape,
            TargetCompiler.Assigner target,
            Action body,
            Optional<Test> test,
            ScopeShape otherwiseShape,
            Action otherwise) {
        this.shape = shape;
        this.target = target;
        this.body = body;
        this.test = test;
        this.otherwiseShape = otherwiseShape;
        this.otherwise = otherwise;
        this.loopSlot = shape.slot(Loop.NAME);
    }

    Flow run(Scope scope, Object items, Output output) {
        return run(scope, items, output, Optional.empty(), 0);
    }

    Flow runRecursive(Scope scope, Object items, Output output) {
        output.write(recurse(scope, items, 0));
        return Flow.ON;
    }

    private String recurse(Scope scope, Object items, int depth) {
        Output captured = new Output(scope.rendering());
        Function<Object, String> inner = children -> recurse(scope, children, depth + 1);
        run(scope, items, captured, Optional.of(inner), depth);
        return captured.text();
    }

    private Flow run(
            Scope scope,
            Object items,
            Output output,
            Optional<Function<Object, String>> recursion,
            int depth) {
        Object chosen = test.map(t -> chosen(scope, items, t)).orElse(items);
        Loop loop = new Loop(Iteration.of(chosen), Values.size(chosen), recursion, depth);
        boolean ended = false;
        while (loop.hasNext()) {
            scope.rendering().step();
            Object item = loop.next();
            Scope round = shape.begin(scope);
            round.set(loopSlot, loop);
            target.assign(round, item);
            Flow flow = body.run(round, output);
            if (flow == Flow.BREAK) {
                break;
            }
            ended |= flow == Flow.ON;
        }
        return ended ? Flow.ON : otherwise.run(otherwiseShape.begin(scope), output);
    }

    private static Object chosen(Scope scope, Object items, Test test) {
        Iterator<Object> all = Iteration.of(items);
        Scope inside = test.shape().begin(scope);
        return new Lazy(
                () -> {
                    while (all.hasNext()) {
                        scope.rendering().step();
                        Object item = all.next();
                        test.target().assign(inside, item);
                        if (Values.truth(test.holds().evaluate(inside))) {
                            return Optional.of(item);
                        }
                    }
                    return Optional.empty();
                });
    }
}
