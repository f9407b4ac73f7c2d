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

import io.pyramidion.engine.template.value.Attributed;
import io.pyramidion.engine.template.value.Callable;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.DictView;
import io.pyramidion.engine.template.value.Lazy;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.Range;
import io.pyramidion.engine.template.value.SafeText;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Jinja's {@code value.name} and {@code value[key]} in the immutable sandbox: methods that would
 * change a value, and what begins with an underline, are undefined. No Java class is reached.
 */
public final class Attributes {

    private static final Set<String> REFUSED_OF_NUMBERS =
            Set.of(
                    "as_integer_ratio",
                    "bit_count",
                    "bit_length",
                    "conjugate",
                    "denominator",
                    "from_bytes",
                    "fromhex",
                    "hex",
                    "imag",
                    "is_integer",
                    "numerator",
                    "real",
                    "to_bytes");
    private static final Set<String> REFUSED_OF_ITERATORS =
            Set.of("close", "gi_running", "gi_suspended", "gi_yieldfrom", "send", "throw");

    private static final Set<String> INTERNALS_OF_DICTS =
            Set.of(
                    "__class__",
                    "__class_getitem__",
                    "__contains__",
                    "__delattr__",
                    "__delitem__",
                    "__dir__",
                    "__doc__",
                    "__eq__",
                    "__format__",
                    "__ge__",
                    "__getattribute__",
                    "__getitem__",
                    "__getstate__",
                    "__gt__",
                    "__hash__",
                    "__init__",
                    "__init_subclass__",
                    "__ior__",
                    "__iter__",
                    "__le__",
                    "__len__",
                    "__lt__",
                    "__ne__",
                    "__new__",
                    "__or__",
                    "__reduce__",
                    "__reduce_ex__",
                    "__repr__",
                    "__reversed__",
                    "__ror__",
                    "__setattr__",
                    "__setitem__",
                    "__sizeof__",
                    "__str__",
                    "__subclasshook__");

    private Attributes() {}

    /**
     * Jinja's {@code value.name}: an attribute, or else an item, or else undefined.
     *
     * @throws TemplateFailedException if the value is undefined
     */
    public static Object attribute(Object value, String name) {
        if (value instanceof Undefined undefined) {
            if (isInternal(name)) {
                throw new UnsupportedTemplateException(
                        "the attribute \"" + name + "\" of what is undefined");
            }
            throw undefined.fail();
        }
        return find(value, name)
                .or(() -> item(value, name))
                .orElseGet(() -> Undefined.of(value, name));
    }

    /**
     * Jinja's {@code value[key]}: an item, or else an attribute, or else undefined.
     *
     * @throws TemplateFailedException if the value is undefined
     */
    public static Object subscript(Object value, Object key) {
        if (value instanceof Undefined undefined) {
            throw undefined.fail();
        }
        Optional<Object> found = item(value, key);
        if (found.isEmpty() && Values.isText(key)) {
            found = find(value, Printing.str(key));
        }
        return found.orElseGet(() -> Undefined.of(value, key));
    }

    /** Jinja's filter {@code attr}: an attribute and nothing else. */
    public static Object only(Object value, String name) {
        if (value instanceof Undefined undefined) {
            throw undefined.fail();
        }
        return find(value, name).orElseGet(() -> Undefined.of(value, name));
    }

    private static Optional<Object> item(Object value, Object key) {
        if (value instanceof Dict dict) {
            return key instanceof List || key instanceof Dict ? Optional.empty() : dict.get(key);
        }
        boolean sequence =
                value instanceof List
                        || value instanceof Tuple
                        || value instanceof Range
                        || Values.isText(value);
        Optional<Long> index = sequence ? Values.integer(key) : Optional.empty();
        if (index.isEmpty()) {
            return Optional.empty();
        }
        long size = Values.size(value).orElseThrow();
        long at = index.get() < 0 ? index.get() + size : index.get();
        if (at < 0 || at >= size) {
            return Optional.empty();
        }
        return Optional.of(at(value, at));
    }

    private static Object at(Object value, long index) {
        if (value instanceof List<?> list) {
            return list.get((int) index);
        } else if (value instanceof Tuple tuple) {
            return tuple.items().get((int) index);
        } else if (value instanceof Range range) {
            return range.at(index);
        }
        String text = Printing.str(value);
        String character =
                Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) index)));
        return value instanceof SafeText ? new SafeText(character) : character;
    }

    private static Optional<Object> find(Object value, String name) {
        if (value instanceof Attributed attributed) {
            Optional<Object> found = attributed.attribute(name);
            return name.startsWith("_")
                    ? found.map(hidden -> Undefined.unsafe(value, name))
                    : found;
        }
        // What Python's dicts do not have themselves may be an item.
        if (isInternal(name) && !(value instanceof Dict && !INTERNALS_OF_DICTS.contains(name))) {
            return Optional.of(Undefined.unsafe(value, name));
        }
        if (Values.isText(value)) {
            return method(value, name, TextMethods.NAMES, Set.of(), TextMethods.REFUSED);
        } else if (value instanceof Dict) {
            return method(
                    value,
                    name,
                    ContainerMethods.DICT,
                    ContainerMethods.DICT_UNSAFE,
                    Set.of("fromkeys"));
        } else if (value instanceof List) {
            return method(
                    value, name, ContainerMethods.LIST, ContainerMethods.LIST_UNSAFE, Set.of());
        } else if (value instanceof Tuple tuple) {
            int place = tuple.names().indexOf(name);
            return place >= 0
                    ? Optional.of(tuple.items().get(place))
                    : method(value, name, ContainerMethods.TUPLE, Set.of(), Set.of());
        } else if (value instanceof Range range) {
            return switch (name) {
                case "start" -> Optional.of(range.start());
                case "stop" -> Optional.of(range.stop());
                case "step" -> Optional.of(range.step());
                default -> method(value, name, ContainerMethods.TUPLE, Set.of(), Set.of());
            };
        } else if (Values.isNumber(value)) {
            return method(value, name, Set.of(), Set.of(), REFUSED_OF_NUMBERS);
        } else if (value instanceof Lazy) {
            return method(value, name, Set.of(), Set.of(), REFUSED_OF_ITERATORS);
        } else if (value instanceof DictView) {
            return method(value, name, Set.of(), Set.of(), Set.of("isdisjoint", "mapping"));
        } else if (value instanceof Callable && name.startsWith("_")) {
            return Optional.of(Undefined.unsafe(value, name));
        }
        return Optional.empty();
    }

    private static boolean isInternal(String name) {
        return name.startsWith("__") && name.endsWith("__") && name.length() > 4;
    }

    private static Optional<Object> method(
            Object value, String name, Set<String> known, Set<String> unsafe, Set<String> refused) {
        if (known.contains(name)) {
            return Optional.of(new BoundMethod(value, name));
        } else if (unsafe.contains(name)) {
            return Optional.of(Undefined.unsafe(value, name));
        } else if (refused.contains(name)) {
            throw new UnsupportedTemplateException(
                    "\"%s\" of a value of type %s".formatted(name, Values.typeName(value)));
        }
        return Optional.empty();
    }
}
