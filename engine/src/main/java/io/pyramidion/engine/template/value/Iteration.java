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

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Python's {@code iter}. */
public final class Iteration {

    private Iteration() {}

    /**
     * The items of a value: characters of a text, keys of a dict, nothing of what is undefined.
     *
     * @throws TemplateFailedException if it has none
     */
    public static Iterator<Object> of(Object value) {
        return find(value)
                .orElseThrow(
                        () ->
                                new TemplateFailedException(
                                        "'" + Values.typeName(value) + "' object is not iterable"));
    }

    /** Whether a value has items. */
    public static boolean isPossible(Object value) {
        return find(value).isPresent();
    }

    /** All items of a value. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(Object value) {
        if (value instanceof List) {
            return (List<Object>) value;
        }
        List<Object> list = new ArrayList<>();
        of(value).forEachRemaining(list::add);
        return list;
    }

    @SuppressWarnings("unchecked")
    private static Optional<Iterator<Object>> find(Object value) {
        if (value instanceof List<?> list) {
            return Optional.of((Iterator<Object>) list.iterator());
        } else if (value instanceof Tuple tuple) {
            return Optional.of(tuple.items().iterator());
        } else if (value instanceof Dict dict) {
            return Optional.of(dict.keys().iterator());
        } else if (value instanceof DictView view) {
            return Optional.of(view.list().iterator());
        } else if (value instanceof Lazy lazy) {
            return Optional.of(lazy);
        } else if (value instanceof Undefined) {
            return Optional.of(Collections.emptyIterator());
        } else if (Values.isText(value)) {
            return Optional.of(characters(Printing.str(value)));
        } else if (value instanceof Range range) {
            return Optional.of(numbers(range));
        }
        return Optional.empty();
    }

    private static Iterator<Object> characters(String text) {
        Iterator<Integer> points = text.codePoints().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return points.hasNext();
            }

            @Override
            public Object next() {
                return Character.toString(points.next());
            }
        };
    }

    private static Iterator<Object> numbers(Range range) {
        return new Iterator<>() {
            private long index;

            @Override
            public boolean hasNext() {
                return index < range.size();
            }

            @Override
            public Object next() {
                return range.at(index++);
            }
        };
    }
}
