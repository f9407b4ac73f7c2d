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
package io.pyramidion.engine.template.value;

import java.util.Optional;

/** Jinja's {@code namespace}: attributes that a template may set. */
public final class Namespace implements Attributed {

    private final Dict attributes;

    public Namespace(Dict attributes) {
        this.attributes = attributes;
    }

    public void set(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public String typeName() {
        return "jinja2.utils.Namespace";
    }

    @Override
    public Optional<Object> attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public Optional<String> repr() {
        return Optional.of("<Namespace " + Printing.repr(attributes) + ">");
    }
}
