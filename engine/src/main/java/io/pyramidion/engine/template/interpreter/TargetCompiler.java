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

import io.pyramidion.engine.template.syntax.Statement.AttributeTarget;
import io.pyramidion.engine.template.syntax.Statement.NameTarget;
import io.pyramidion.engine.template.syntax.Statement.Target;
import io.pyramidion.engine.template.syntax.Statement.TupleTarget;
import io.pyramidion.engine.template.syntax.Syntax;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.Namespace;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;

import java.util.List;

/** Makes the targets of assignments ready. */
final class TargetCompiler {

    private final Names names;

    TargetCompiler(Names names) {
        this.names = names;
    }

    /** Assigns values. */
    interface Assigner {

        void assign(Scope scope, Object value);

        /** Fails if the target is an attribute of something else than a namespace. */
        default void check(Scope scope) {}
    }

    Assigner compile(Target target, int line) {
        if (target instanceof NameTarget name) {
            int slot = slot(name.name(), line);
            return (scope, value) -> scope.set(slot, value);
        } else if (target instanceof AttributeTarget attribute) {
            return attribute(attribute);
        }
        TupleTarget tuple = (TupleTarget) target;
        return unpacking(tuple.items().stream().map(item -> compile(item, line)).toList());
    }

    private int slot(String name, int line) {
        if (name.equals(Loop.NAME)) {
            throw Syntax.error(line, "an assignment to \"loop\"");
        }
        return names.place(name).orElseThrow().slot();
    }

    private Assigner attribute(AttributeTarget target) {
        Names.Place place = names.place(target.name()).orElseThrow();
        return new Assigner() {
            @Override
            public void check(Scope scope) {
                if (!(scope.get(place.hops(), place.slot()) instanceof Namespace)) {
                    throw new TemplateFailedException(
                            "cannot assign attribute on non-namespace object");
                }
            }

            @Override
            public void assign(Scope scope, Object value) {
                // Another target of the same statement may have taken the name since the check.
                if (!(scope.get(place.hops(), place.slot()) instanceof Namespace namespace)) {
                    throw new UnsupportedTemplateException(
                            "an assignment to \"%s\" and to an attribute of it at once"
                                    .formatted(target.name()));
                }
                namespace.set(target.attribute(), value);
            }
        };
    }

    private static Assigner unpacking(List<Assigner> items) {
        return new Assigner() {
            @Override
            public void check(Scope scope) {
                items.forEach(item -> item.check(scope));
            }

            @Override
            public void assign(Scope scope, Object value) {
                List<Object> values = Iteration.list(value);
                if (values.size() != items.size()) {
                    throw new TemplateFailedException(
                            "%d values where %d are to be assigned"
                                    .formatted(values.size(), items.size()));
                }
                for (int i = 0; i < items.size(); i++) {
                    items.get(i).assign(scope, values.get(i));
                }
            }
        };
    }
}
