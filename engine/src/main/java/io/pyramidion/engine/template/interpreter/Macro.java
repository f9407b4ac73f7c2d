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

import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Attributed;
import io.pyramidion.engine.template.value.Callable;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A macro that sees the variables of the scope in which it was defined. */
final class Macro implements Callable, Attributed {

    private static final String CALLER = "caller";

    private final MacroShape shape;
    private final Scope around;

    Macro(MacroShape shape, Scope around) {
        this.shape = shape;
        this.around = around;
    }

    @Override
    public Object call(Arguments arguments) {
        List<String> parameters = shape.parameters();
        Specials specials = shape.specials();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        List<Object> places = arguments.positional();
        Object[] values = new Object[parameters.size()];
        boolean foundCaller = specials.explicitCaller() && places.size() >= parameters.size();
        for (int i = 0; i < values.length; i++) {
            String name = parameters.get(i);
            boolean byPlace = i < places.size();
            values[i] = byPlace ? places.get(i) : named.remove(name);
            foundCaller |= !byPlace && name.equals(CALLER);
        }
        Scope scope = shape.scope().begin(around);
        if (specials.caller() && !foundCaller) {
            Object caller = named.remove(CALLER);
            if (caller == null || caller == None.NONE) {
                caller = new Undefined("No caller defined");
            }
            scope.set(shape.scope().slot(CALLER), caller);
        }
        List<Object> rest =
                new ArrayList<>(
                        places.subList(Math.min(values.length, places.size()), places.size()));
        takeRest(scope, named, rest);
        for (int i = 0; i < values.length; i++) {
            scope.set(shape.scope().slot(parameters.get(i)), values[i]);
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                scope.set(shape.scope().slot(parameters.get(i)), missing(scope, i));
            }
        }
        Output output = new Output(scope.rendering());
        shape.body().run(scope, output);
        return output.text();
    }

    private void takeRest(Scope scope, Map<String, Object> named, List<Object> rest) {
        if (shape.specials().kwargs()) {
            Dict kwargs = new Dict();
            named.forEach(kwargs::put);
            scope.set(shape.scope().slot("kwargs"), kwargs);
        } else if (!named.isEmpty()) {
            throw new TemplateFailedException(
                    "macro '%s' takes no keyword argument '%s'"
                            .formatted(shape.name(), named.keySet().iterator().next()));
        }
        if (shape.specials().varargs()) {
            scope.set(shape.scope().slot("varargs"), new Tuple(rest));
        } else if (!rest.isEmpty()) {
            throw new TemplateFailedException(
                    "macro '%s' takes not more than %d argument(s)"
                            .formatted(shape.name(), shape.parameters().size()));
        }
    }

    private Object missing(Scope scope, int parameter) {
        int place = parameter - (shape.parameters().size() - shape.defaults().size());
        return place < 0
                ? new Undefined(
                        "parameter '%s' was not provided"
                                .formatted(shape.parameters().get(parameter)))
                : shape.defaults().get(place).evaluate(scope);
    }

    @Override
    public String typeName() {
        return "jinja2.runtime.Macro";
    }

    @Override
    public Optional<Object> attribute(String name) {
        Specials specials = shape.specials();
        return switch (name) {
            case "name" -> Optional.of(shape.name().isEmpty() ? None.NONE : (Object) shape.name());
            case "arguments" -> Optional.of(new Tuple(List.copyOf(shape.parameters())));
            case CALLER -> Optional.of(specials.caller());
            case "catch_kwargs" -> Optional.of(specials.kwargs());
            case "catch_varargs" -> Optional.of(specials.varargs());
            case "explicit_caller" -> Optional.of(specials.explicitCaller());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> repr() {
        return Optional.of(
                "<Macro "
                        + (shape.name().isEmpty() ? "anonymous" : Printing.repr(shape.name()))
                        + ">");
    }
}
