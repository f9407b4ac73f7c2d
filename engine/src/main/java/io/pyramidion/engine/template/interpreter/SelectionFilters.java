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
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.Lazy;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Values;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Filters that apply a filter or test to each item, when the item is asked for. */
final class SelectionFilters {

    private SelectionFilters() {}

    static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        all.put("map", SelectionFilters::map);
        all.put("select", (r, value, given) -> select(value, given, true, false));
        all.put("reject", (r, value, given) -> select(value, given, false, false));
        all.put("selectattr", (r, value, given) -> select(value, given, true, true));
        all.put("rejectattr", (r, value, given) -> select(value, given, false, true));
        return all;
    }

    private static Object map(Rendering rendering, Object value, Arguments given) {
        return Lazy.of(
                () -> {
                    if (!Values.truth(value)) {
                        return Collections.emptyIterator();
                    }
                    UnaryOperator<Object> mapping = mapping(rendering, given);
                    Iterator<Object> items = Iteration.of(value);
                    return new Lazy(
                            () ->
                                    items.hasNext()
                                            ? Optional.of(mapping.apply(items.next()))
                                            : Optional.empty());
                });
    }

    private static UnaryOperator<Object> mapping(Rendering rendering, Arguments given) {
        Map<String, Object> named = new HashMap<>(given.named());
        if (given.positional().isEmpty() && named.containsKey("attribute")) {
            Object attribute = named.remove("attribute");
            Object otherwise = Optional.ofNullable(named.remove("default")).orElse(None.NONE);
            if (!named.isEmpty()) {
                throw new TemplateFailedException(
                        "Unexpected keyword argument '%s'"
                                .formatted(named.keySet().iterator().next()));
            }
            return ItemKey.single(attribute, true, otherwise);
        }
        if (given.positional().isEmpty()) {
            throw new TemplateFailedException("map requires a filter argument");
        }
        String name = Printing.str(given.positional().get(0));
        Arguments rest = new Arguments(after(given, 1), given.named());
        return item -> Filters.apply(name, rendering, item, rest);
    }

    private static List<Object> after(Arguments given, int count) {
        return given.positional().subList(count, given.positional().size());
    }

    private static Object select(
            Object value, Arguments given, boolean wanted, boolean ofAttribute) {
        return selecting(
                () -> Values.truth(value) ? Iteration.of(value) : Collections.emptyIterator(),
                lazily(() -> choice(given, wanted, ofAttribute)));
    }

    /** A predicate that is made when the first item is tested. */
    private static Predicate<Object> lazily(Supplier<Predicate<Object>> supplier) {
        return new Predicate<>() {
            private Predicate<Object> made;

            @Override
            public boolean test(Object item) {
                made = made == null ? supplier.get() : made;
                return made.test(item);
            }
        };
    }

    private static Predicate<Object> choice(Arguments given, boolean wanted, boolean ofAttribute) {
        int offset = ofAttribute ? 1 : 0;
        if (given.positional().size() < offset) {
            throw new TemplateFailedException("Missing parameter for attribute name");
        }
        UnaryOperator<Object> key =
                ofAttribute ? ItemKey.plain(given.positional().get(0)) : UnaryOperator.identity();
        if (given.positional().size() == offset) {
            return item -> Values.truth(key.apply(item)) == wanted;
        }
        String test = Printing.str(given.positional().get(offset));
        Arguments rest = new Arguments(after(given, offset + 1), given.named());
        return item -> Values.truth(Tests.apply(test, key.apply(item), rest)) == wanted;
    }

    /** The items that a predicate takes, tested one by one when asked for. */
    static Lazy selecting(Supplier<Iterator<Object>> source, Predicate<Object> taken) {
        return Lazy.of(
                () -> {
                    Iterator<Object> items = source.get();
                    return new Lazy(
                            () -> {
                                while (items.hasNext()) {
                                    Object item = items.next();
                                    if (taken.test(item)) {
                                        return Optional.of(item);
                                    }
                                }
                                return Optional.empty();
                            });
                });
    }
}
