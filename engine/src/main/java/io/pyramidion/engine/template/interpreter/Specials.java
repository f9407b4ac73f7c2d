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

import io.pyramidion.engine.template.syntax.Statement;
import io.pyramidion.engine.template.syntax.Statement.Parameters;
import io.pyramidion.engine.template.syntax.Syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a macro takes beside its parameters, because it reads it.
 *
 * @param caller whether it takes the body of a {@code call}
 * @param kwargs whether it takes any argument by name
 * @param varargs whether it takes any number of arguments
 * @param explicitCaller whether {@code caller} is a parameter
 */
record Specials(boolean caller, boolean kwargs, boolean varargs, boolean explicitCaller) {

    static Specials of(Parameters parameters, List<Statement> body, int line) {
        Set<String> used = SpecialNames.usedIn(body);
        List<String> names = parameters.names();
        int place = names.indexOf("caller");
        if (used.contains("caller")
                && place >= 0
                && place < names.size() - parameters.defaults().size()) {
            throw Syntax.error(line, "a macro with the parameter \"caller\" without a default");
        }
        return new Specials(
                used.contains("caller"),
                used.contains("kwargs") && !names.contains("kwargs"),
                used.contains("varargs") && !names.contains("varargs"),
                place >= 0);
    }

    /** The names of variables that the macro is given beside its parameters. */
    List<String> given() {
        List<String> names = new ArrayList<>();
        if (caller && !explicitCaller) {
            names.add("caller");
        }
        if (kwargs) {
            names.add("kwargs");
        }
        if (varargs) {
            names.add("varargs");
        }
        return names;
    }
}
