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

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call.
 *
 * @param positional by place
 * @param named by name, in the order in which they were given
 */
public record Arguments(List<Object> positional, Map<String, Object> named) {

    public static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** The arguments by the parameters of a function. */
    public Bound bind(String function, int required, String... parameters) {
        if (positional.size() > parameters.length) {
            throw new TemplateFailedException(
                    "%s takes at most %d arguments (%d given)"
                            .formatted(function, parameters.length, positional.size()));
        }
        Object[] values = Arrays.copyOf(positional.toArray(), parameters.length);
        named.forEach(
                (name, value) -> {
                    int place = Arrays.asList(parameters).indexOf(name);
                    if (place < 0) {
                        throw new TemplateFailedException(
                                "%s takes no argument '%s'".formatted(function, name));
                    }
                    if (values[place] != null) {
                        throw new TemplateFailedException(
                                "%s got several values for '%s'".formatted(function, name));
                    }
                    values[place] = value;
                });
        for (int i = 0; i < required; i++) {
            if (values[i] == null) {
                throw new TemplateFailedException(
                        "%s misses its argument '%s'".formatted(function, parameters[i]));
            }
        }
        return new Bound(function, parameters, values);
    }

    /** Refuses arguments by name, which Python's own functions do not take. */
    public Bound bindByPlace(String function, int required, String... parameters) {
        if (!named.isEmpty()) {
            throw new TemplateFailedException(function + " takes no keyword arguments");
        }
        return bind(function, required, parameters);
    }

    /** Arguments by the place of their parameter. */
    public static final class Bound {

        private final String function;
        private final String[] parameters;
        private final Object[] values;

        private Bound(String function, String[] parameters, Object[] values) {
            this.function = function;
            this.parameters = parameters;
            this.values = values;
        }

        public boolean has(int place) {
            return values[place] != null;
        }

        /** Whether there is a value other than None. */
        public boolean given(int place) {
            return values[place] != null && values[place] != None.NONE;
        }

        public Object get(int place, Object otherwise) {
            return values[place] == null ? otherwise : values[place];
        }

        public boolean truth(int place, boolean otherwise) {
            return values[place] == null ? otherwise : Values.truth(values[place]);
        }

        /** An int, or a bool, which is one. */
        public long integer(int place, long otherwise) {
            return values[place] == null
                    ? otherwise
                    : Values.integer(values[place]).orElseThrow(() -> wrong(place, "an integer"));
        }

        public String text(int place, String otherwise) {
            if (values[place] == null) {
                return otherwise;
            }
            if (!Values.isText(values[place])) {
                throw wrong(place, "a str");
            }
            return Printing.str(values[place]);
        }

        private TemplateFailedException wrong(int place, String allowed) {
            return values[place] instanceof Undefined undefined
                    ? undefined.fail()
                    : new TemplateFailedException(
                            "%s of %s is of type %s; allowed: %s"
                                    .formatted(
                                            parameters[place],
                                            function,
                                            Values.typeName(values[place]),
                                            allowed));
        }
    }
}
