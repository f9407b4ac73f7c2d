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
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Jinja's filters by name. */
final class Filters {

    /** Those of Jinja that are not supported. They are refused when they are reached. */
    static final Set<String> REFUSED =
            Set.of(
                    "filesizeformat",
                    "pprint",
                    "random",
                    "striptags",
                    "urlencode",
                    "urlize",
                    "wordcount",
                    "wordwrap",
                    "xmlattr");

    private static final Map<String, Filter> FILTERS = new HashMap<>();

    static {
        FILTERS.putAll(TextFilters.all());
        FILTERS.putAll(ValueFilters.all());
        FILTERS.putAll(SequenceFilters.all());
        FILTERS.putAll(SelectionFilters.all());
    }

    private Filters() {}

    /** Whether Jinja has a filter of the name. */
    static boolean isKnown(String name) {
        return FILTERS.containsKey(name) || REFUSED.contains(name);
    }

    static Object apply(String name, Rendering rendering, Object value, Arguments given) {
        Filter filter = FILTERS.get(name);
        if (filter != null) {
            rendering.step();
            return filter.apply(rendering, value, given);
        } else if (REFUSED.contains(name)) {
            throw new UnsupportedTemplateException("the filter \"" + name + "\"");
        }
        throw new TemplateFailedException("No filter named '" + name + "'.");
    }
}
