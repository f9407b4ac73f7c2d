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

import java.util.Optional;

/** What the function {@code joiner} makes: nothing when it is first called, then a separator. */
final class Joiner implements Callable, Attributed {

    private final Object separator;
    private boolean used;

    Joiner(Arguments given) {
        this.separator = given.bind("joiner", 0, "sep").get(0, ", ");
    }

    @Override
    public Object call(Arguments given) {
        given.bind("joiner", 0);
        Object written = used ? separator : "";
        used = true;
        return written;
    }

    @Override
    public String typeName() {
        return "jinja2.utils.Joiner";
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "sep" -> Optional.of(separator);
            case "used" -> Optional.of(used);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> repr() {
        return Optional.empty();
    }
}
