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
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;

import java.util.List;
import java.util.Optional;

/** What the function {@code cycler} makes: values in turn. */
final class Cycler implements Attributed {

    private final List<Object> items;
    private int place;

    Cycler(Arguments given) {
        if (given.positional().isEmpty() || !given.named().isEmpty()) {
            throw new TemplateFailedException("at least one item has to be provided");
        }
        this.items = given.positional();
    }

    @Override
    public String typeName() {
        return "jinja2.utils.Cycler";
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "current" -> Optional.of(items.get(place));
            case "items" -> Optional.of(new Tuple(items));
            case "pos" -> Optional.of((long) place);
            case "next" -> Optional.of((Callable) this::next);
            case "reset" -> Optional.of((Callable) this::reset);
            default -> Optional.empty();
        };
    }

    private Object next(Arguments given) {
        given.bind("next", 0);
        Object item = items.get(place);
        place = (place + 1) % items.size();
        return item;
    }

    private Object reset(Arguments given) {
        given.bind("reset", 0);
        place = 0;
        return None.NONE;
    }

    @Override
    public Optional<String> repr() {
        return Optional.empty();
    }
}
