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

import java.util.List;

/** The variables of a scope while it runs. */
final class Scope {

    private final Rendering rendering;
    private final Scope parent;
    private final Object[] values;

    /**
     * Begins a scope.
     *
     * @param parent the scope around it; null for a template's
     */
    Scope(Rendering rendering, Scope parent, Names names) {
        this(rendering, parent, names.size(), names.beginnings());
    }

    Scope(Rendering rendering, Scope parent, int size, List<Names.Beginning> beginnings) {
        this.rendering = rendering;
        this.parent = parent;
        this.values = new Object[size];
        for (Names.Beginning beginning : beginnings) {
            beginning.begin(this);
        }
    }

    Rendering rendering() {
        return rendering;
    }

    Scope parent() {
        return parent;
    }

    /** A variable of this scope or one around it; null if it holds nothing. */
    Object get(int hops, int slot) {
        Scope scope = this;
        for (int i = 0; i < hops; i++) {
            scope = scope.parent;
        }
        return scope.values[slot];
    }

    void set(int slot, Object value) {
        values[slot] = value;
    }
}
