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

/** What it takes to begin a scope, once its names are all known. */
final class ScopeShape {

    private final Names names;
    private final List<Names.Beginning> beginnings;

    ScopeShape(Names names) {
        this.names = names;
        this.beginnings = names.beginnings();
    }

    Scope begin(Scope parent) {
        return new Scope(parent.rendering(), parent, names.size(), beginnings);
    }

    /** The place of a variable that is the scope's own. */
    int slot(String name) {
        return names.place(name).orElseThrow().slot();
    }
}
