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

import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Values;

import java.util.Optional;

/** Text that a template writes. */
final class Output {

    private final StringBuilder text = new StringBuilder();
    private final Rendering rendering;
    private Optional<Object> foreign = Optional.empty();

    Output(Rendering rendering) {
        this.rendering = rendering;
    }

    void write(String part) {
        rendering.write(part.length());
        text.append(part);
    }

    /** What a block writes must be text. As in Python, that shows when all is joined. */
    void writeBlock(Object written) {
        if (Values.isText(written)) {
            write(Printing.str(written));
        } else if (foreign.isEmpty()) {
            foreign = Optional.of(written);
        }
    }

    /**
     * All of it.
     *
     * @throws TemplateFailedException if a block wrote something else
     */
    String text() {
        if (foreign.isPresent()) {
            throw new TemplateFailedException(
                    "expected str instance, %s found".formatted(Values.typeName(foreign.get())));
        }
        return text.toString();
    }
}
