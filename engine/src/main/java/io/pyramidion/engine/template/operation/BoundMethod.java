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
package io.pyramidion.engine.template.operation;

import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Callable;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.SafeText;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

/** A method of a value, not yet called. */
record BoundMethod(Object owner, String name) implements Callable {

    @Override
    public Object call(Arguments arguments) {
        if (owner instanceof SafeText) {
            throw new UnsupportedTemplateException(
                    "the method \"" + name + "\" of a text that is marked as safe");
        }
        return Values.isText(owner)
                ? TextMethods.call(Printing.str(owner), name, arguments)
                : ContainerMethods.call(owner, name, arguments);
    }
}
