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
import io.pyramidion.engine.template.value.Arguments.Bound;
import io.pyramidion.engine.template.value.Comparison;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.DictView;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The methods of Python's {@code dict}, {@code list}, {@code tuple} and {@code range}. */
final class ContainerMethods {

    static final Set<String> DICT = Set.of("copy", "get", "items", "keys", "values");
    static final Set<String> DICT_UNSAFE =
            Set.of("clear", "pop", "popitem", "setdefault", "update");
    static final Set<String> LIST = Set.of("copy", "count", "index");
    static final Set<String> LIST_UNSAFE =
            Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");
    static final Set<String> TUPLE = Set.of("count", "index");

    private ContainerMethods() {}

    static Object call(Object owner, String name, Arguments given) {
        if (owner instanceof Dict dict) {
            return call(dict, name, given);
        }
        List<Object> items = Iteration.list(owner);
        return switch (name) {
            case "copy" -> {
                given.bindByPlace(name, 0);
                yield new ArrayList<>(items);
            }
            case "count" -> {
                Object wanted = given.bindByPlace(name, 1, "value").get(0, "");
                yield items.stream().filter(item -> same(item, wanted)).count();
            }
            case "index" -> index(items, given.bindByPlace(name, 1, "value", "start", "stop"));
            default -> throw new UnsupportedTemplateException("the method \"" + name + "\"");
        };
    }

    private static Object call(Dict dict, String name, Arguments given) {
        if (name.equals("get")) {
            Bound bound = given.bindByPlace(name, 1, "key", "default");
            return dict.get(bound.get(0, "")).orElseGet(() -> bound.get(1, None.NONE));
        }
        given.bindByPlace(name, 0);
        if (name.equals("copy")) {
            Dict copy = new Dict();
            copy.putAll(dict);
            return copy;
        }
        return new DictView(dict, DictView.Kind.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static long index(List<Object> items, Bound bound) {
        long size = items.size();
        long from = clamp(bound.integer(1, 0), size);
        long to = clamp(bound.integer(2, Long.MAX_VALUE), size);
        for (long i = from; i < to; i++) {
            if (same(items.get((int) i), bound.get(0, ""))) {
                return i;
            }
        }
        throw new TemplateFailedException(
                "a value of type %s is not in the list"
                        .formatted(Values.typeName(bound.get(0, ""))));
    }

    private static long clamp(long index, long size) {
        return Math.min(size, Math.max(0, index < 0 ? index + size : index));
    }

    private static boolean same(Object item, Object wanted) {
        return item == wanted || Comparison.equal(item, wanted);
    }
}
