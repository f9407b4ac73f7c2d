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
import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the arguments of calls ready to be collected. */
final class GivenCompiler {

    private final ExpressionCompiler expressions;

    GivenCompiler(ExpressionCompiler expressions) {
        this.expressions = expressions;
    }

    /** Evaluates the arguments of a call. */
    @FunctionalInterface
    interface Collector {
        Arguments collect(Scope scope);
    }

    Collector compile(Expression.Given given, Optional<Evaluator> caller) {
        List<Evaluator> positional = expressions.compileAll(given.positional());
        List<Evaluator> named = expressions.compileAll(given.named());
        List<String> names = given.names();
        Optional<Evaluator> list = given.list().map(expressions::compile);
        Optional<Evaluator> dict = given.dict().map(expressions::compile);
        boolean nothing = positional.isEmpty() && named.isEmpty() && caller.isEmpty();
        if (nothing && list.isEmpty() && dict.isEmpty()) {
            return scope -> Arguments.NONE;
        }
        return scope -> {
            List<Object> places = new ArrayList<>(positional.size());
            positional.forEach(value -> places.add(value.evaluate(scope)));
            list.ifPresent(value -> places.addAll(Iteration.list(value.evaluate(scope))));
            Map<String, Object> byName = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), named.get(i).evaluate(scope));
            }
            caller.ifPresent(value -> add(byName, "caller", value.evaluate(scope)));
            dict.ifPresent(value -> addAll(byName, value.evaluate(scope)));
            return new Arguments(places, byName);
        };
    }

    private static void addAll(Map<String, Object> named, Object value) {
        if (!(value instanceof Dict dict)) {
            throw new TemplateFailedException("argument after ** must be a mapping");
        }
        for (Map.Entry<Object, Object> entry : dict.entries()) {
            if (!Values.isText(entry.getKey())) {
                throw new TemplateFailedException("keywords must be strings");
            }
            add(named, Printing.str(entry.getKey()), entry.getValue());
        }
    }

    private static void add(Map<String, Object> named, String name, Object value) {
        if (named.put(name, value) != null) {
            throw new TemplateFailedException("several values for keyword argument '" + name + "'");
        }
    }
}
