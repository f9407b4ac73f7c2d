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
package io.pyramidion.engine.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;

import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A filter without arguments that replaces jinjava's own, where that differs from Jinja's.
 *
 * @param name as written in templates
 * @param function from the value to the result
 */
record TemplateFilter(String name, UnaryOperator<Object> function) implements Filter {

    /** Filters of Jinja that templates name, mostly where functions are called, and we lack. */
    static final Set<String> LACKING =
            Set.of(
                    "abs",
                    "attr",
                    "capitalize",
                    "dictsort",
                    "e",
                    "escape",
                    "float",
                    "format",
                    "groupby",
                    "indent",
                    "max",
                    "min",
                    "reverse",
                    "round",
                    "safe",
                    "slice",
                    "sort",
                    "sum",
                    "title",
                    "truncate",
                    "unique",
                    "urlencode",
                    "wordcount");

    /** Refuses when it is used, and only then: what a branch not taken names does no harm. */
    static TemplateFilter lacking(String name) {
        return new TemplateFilter(
                name,
                value -> {
                    throw new UnsupportedTemplateException("the filter \"" + name + "\"");
                });
    }

    static TemplateFilter trim() {
        return new TemplateFilter(
                "trim", value -> PythonStrings.strip(PythonValues.text(value), null, true, true));
    }

    static TemplateFilter first() {
        return new TemplateFilter("first", value -> PythonValues.end(value, false));
    }

    static TemplateFilter last() {
        return new TemplateFilter("last", value -> PythonValues.end(value, true));
    }

    static TemplateFilter length(String name) {
        return new TemplateFilter(name, PythonValues::length);
    }

    static TemplateFilter string() {
        return new TemplateFilter("string", PythonValues::text);
    }

    static TemplateFilter items() {
        return new TemplateFilter("items", PythonValues::items);
    }

    static TemplateFilter toJson() {
        return new TemplateFilter("tojson", PythonValues::json);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
        if (arguments.length > 0) {
            throw new UnsupportedTemplateException("the filter \"" + name + "\" with arguments");
        }
        return function.apply(value);
    }
}
