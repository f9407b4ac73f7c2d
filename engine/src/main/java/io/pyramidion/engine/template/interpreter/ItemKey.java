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

import io.pyramidion.engine.template.operation.Attributes;
import io.pyramidion.engine.template.operation.Texts;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What filters look at in an item: the attribute that a path such as {@code function.name} names.
 */
final class ItemKey {

    private ItemKey() {}

    /** The attribute itself; the item if the path is None. */
    static UnaryOperator<Object> plain(Object path) {
        return single(path, true, None.NONE);
    }

    /**
     * The attribute, in lower case unless case matters.
     *
     * @param otherwise instead of what is undefined; None for nothing
     */
    static UnaryOperator<Object> single(Object path, boolean caseSensitive, Object otherwise) {
        List<Object> parts = parts(path);
        return item -> cased(follow(item, parts, otherwise), caseSensitive);
    }

    /** The attributes of several paths, with commas between them. */
    static UnaryOperator<Object> several(Object paths, boolean caseSensitive) {
        List<UnaryOperator<Object>> keys = new ArrayList<>();
        if (Values.isText(paths)) {
            for (String path : Printing.str(paths).split(",", -1)) {
                keys.add(single(path, caseSensitive, None.NONE));
            }
        } else {
            keys.add(single(paths, caseSensitive, None.NONE));
        }
        return item -> {
            List<Object> values = new ArrayList<>();
            keys.forEach(key -> values.add(key.apply(item)));
            return values;
        };
    }

    static Object cased(Object value, boolean caseSensitive) {
        return !caseSensitive && Values.isText(value) ? Texts.lower(Printing.str(value)) : value;
    }

    private static Object follow(Object item, List<Object> parts, Object otherwise) {
        Object value = item;
        for (Object part : parts) {
            value = Attributes.subscript(value, part);
            if (value instanceof Undefined && otherwise != None.NONE) {
                value = otherwise;
            }
        }
        return value;
    }

    private static List<Object> parts(Object path) {
        if (path == None.NONE) {
            return List.of();
        } else if (!Values.isText(path)) {
            return List.of(path);
        }
        List<Object> parts = new ArrayList<>();
        for (String part : Printing.str(path).split("\\.", -1)) {
            boolean number = part.matches("[0-9]{1,9}");
            parts.add(number ? (Object) Long.valueOf(part) : part);
        }
        return parts;
    }
}
