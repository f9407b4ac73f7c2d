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

import io.pyramidion.engine.template.operation.Arithmetic;
import io.pyramidion.engine.template.operation.Attributes;
import io.pyramidion.engine.template.operation.Sizes;
import io.pyramidion.engine.template.operation.Slices;
import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Arguments.Bound;
import io.pyramidion.engine.template.value.Comparison;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.DictView;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.Lazy;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.SafeText;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Filters of lists and other values with items. */
final class SequenceFilters {

    private SequenceFilters() {}

    static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        all.put("first", SequenceFilters::first);
        all.put("last", SequenceFilters::last);
        all.put("length", SequenceFilters::length);
        all.put("count", SequenceFilters::length);
        all.put(
                "list",
                (r, value, given) -> {
                    given.bind("list", 0);
                    return new ArrayList<>(Iteration.list(value));
                });
        all.put("items", SequenceFilters::items);
        all.put("join", SequenceFilters::join);
        all.put("reverse", SequenceFilters::reverse);
        all.put("sum", SequenceFilters::sum);
        all.put("min", (r, value, given) -> extreme("min", value, given));
        all.put("max", (r, value, given) -> extreme("max", value, given));
        all.put("sort", SequenceFilters::sort);
        all.put("dictsort", SequenceFilters::dictSort);
        all.put("unique", SequenceFilters::unique);
        all.put("groupby", SequenceFilters::groupBy);
        all.put("batch", SequenceFilters::batch);
        all.put("slice", SequenceFilters::slice);
        return all;
    }

    private static Object first(Rendering rendering, Object value, Arguments given) {
        given.bind("first", 0);
        Iterator<Object> items = Iteration.of(value);
        return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
    }

    private static Object last(Rendering rendering, Object value, Arguments given) {
        given.bind("last", 0);
        if (Values.size(value).isEmpty()) {
            throw new TemplateFailedException(
                    "'" + Values.typeName(value) + "' object is not reversible");
        }
        if (value instanceof SafeText && Values.truth(value)) {
            return Attributes.subscript(value, -1L);
        }
        List<Object> items = Iteration.list(value);
        return items.isEmpty()
                ? new Undefined("No last item, sequence was empty.")
                : items.get(items.size() - 1);
    }

    private static Object length(Rendering rendering, Object value, Arguments given) {
        given.bindByPlace("length", 0);
        return Values.size(value)
                .orElseThrow(
                        () ->
                                new TemplateFailedException(
                                        "object of type '%s' has no len()"
                                                .formatted(Values.typeName(value))));
    }

    private static Object items(Rendering rendering, Object value, Arguments given) {
        given.bind("items", 0);
        return Lazy.of(
                () -> {
                    if (value instanceof Undefined) {
                        return Collections.emptyIterator();
                    } else if (value instanceof Dict dict) {
                        return new DictView(dict, DictView.Kind.ITEMS).list().iterator();
                    }
                    throw new TemplateFailedException("Can only get item pairs from a mapping.");
                });
    }

    private static Object join(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("join", 0, "d", "attribute");
        String separator = Printing.str(bound.get(0, ""));
        UnaryOperator<Object> getter = ItemKey.plain(bound.get(1, None.NONE));
        StringBuilder out = new StringBuilder();
        for (Iterator<Object> items = Iteration.of(value); items.hasNext(); ) {
            out.append(Printing.str(getter.apply(items.next())));
            out.append(items.hasNext() ? separator : "");
            Sizes.text(out.length());
        }
        return out.toString();
    }

    private static Object reverse(Rendering rendering, Object value, Arguments given) {
        given.bind("reverse", 0);
        if (Values.isText(value)) {
            return Slices.slice(value, None.NONE, None.NONE, -1L);
        }
        List<Object> items = new ArrayList<>(Iteration.list(value));
        Collections.reverse(items);
        return value instanceof Lazy ? items : Lazy.of(items::iterator);
    }

    private static Object sum(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("sum", 0, "attribute", "start");
        Object sum = bound.get(1, 0L);
        if (Values.isText(sum)) {
            throw new TemplateFailedException("sum() can't sum strings");
        }
        UnaryOperator<Object> getter = ItemKey.plain(bound.get(0, None.NONE));
        for (Iterator<Object> items = Iteration.of(value); items.hasNext(); ) {
            sum = Arithmetic.apply("+", sum, getter.apply(items.next()));
        }
        return sum;
    }

    private static Object extreme(String name, Object value, Arguments given) {
        Bound bound = given.bind(name, 0, "case_sensitive", "attribute");
        UnaryOperator<Object> key =
                ItemKey.single(bound.get(1, None.NONE), bound.truth(0, false), None.NONE);
        Iterator<Object> items = Iteration.of(value);
        if (!items.hasNext()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Object best = items.next();
        Object bestKey = key.apply(best);
        while (items.hasNext()) {
            Object item = items.next();
            Object itemKey = key.apply(item);
            boolean better =
                    name.equals("min")
                            ? Comparison.less(itemKey, bestKey)
                            : Comparison.less(bestKey, itemKey);
            if (better) {
                best = item;
                bestKey = itemKey;
            }
        }
        return best;
    }

    private static Object sort(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("sort", 0, "reverse", "case_sensitive", "attribute");
        UnaryOperator<Object> key = ItemKey.several(bound.get(2, None.NONE), bound.truth(1, false));
        return sorted(Iteration.list(value), key, bound.truth(0, false));
    }

    private static List<Object> sorted(
            List<Object> items, UnaryOperator<Object> key, boolean reverse) {
        record Keyed(Object key, Object item) {}
        List<Keyed> keyed = new ArrayList<>();
        items.forEach(item -> keyed.add(new Keyed(key.apply(item), item)));
        Comparator<Object> order = Comparison.sorting();
        Comparator<Object> wanted = reverse ? order.reversed() : order;
        keyed.sort((a, b) -> wanted.compare(a.key(), b.key()));
        return new ArrayList<>(keyed.stream().map(Keyed::item).toList());
    }

    private static Object dictSort(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("dictsort", 0, "case_sensitive", "by", "reverse");
        String by = bound.text(1, "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw new TemplateFailedException("You can only sort by either \"key\" or \"value\"");
        }
        if (!(value instanceof Dict dict)) {
            throw value instanceof Undefined undefined
                    ? undefined.fail()
                    : new TemplateFailedException("dictsort of a " + Values.typeName(value));
        }
        int place = by.equals("key") ? 0 : 1;
        boolean sensitive = bound.truth(0, false);
        return sorted(
                new DictView(dict, DictView.Kind.ITEMS).list(),
                item -> ItemKey.cased(((Tuple) item).items().get(place), sensitive),
                bound.truth(2, false));
    }

    private static Object unique(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("unique", 0, "case_sensitive", "attribute");
        UnaryOperator<Object> key =
                ItemKey.single(bound.get(1, None.NONE), bound.truth(0, false), None.NONE);
        return SelectionFilters.selecting(
                () -> Iteration.of(value),
                new Predicate<>() {
                    private final Set<Object> seen = new HashSet<>();

                    @Override
                    public boolean test(Object item) {
                        return seen.add(Dict.hashable(key.apply(item)));
                    }
                });
    }

    private static Object groupBy(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("groupby", 1, "attribute", "default", "case_sensitive");
        Object attribute = bound.get(0, None.NONE);
        Object otherwise = bound.get(1, None.NONE);
        boolean sensitive = bound.truth(2, false);
        UnaryOperator<Object> key = ItemKey.single(attribute, sensitive, otherwise);
        UnaryOperator<Object> shown = ItemKey.single(attribute, true, otherwise);
        List<Object> groups = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        for (Object item : sorted(Iteration.list(value), key, false)) {
            if (!group.isEmpty() && !Comparison.equal(key.apply(group.get(0)), key.apply(item))) {
                groups.add(group(shown.apply(group.get(0)), group));
                group = new ArrayList<>();
            }
            group.add(item);
        }
        if (!group.isEmpty()) {
            groups.add(group(shown.apply(group.get(0)), group));
        }
        return groups;
    }

    private static Tuple group(Object key, List<Object> items) {
        return new Tuple(List.of(key, items), List.of("grouper", "list"));
    }

    private static Object batch(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("batch", 1, "linecount", "fill_with");
        long size = bound.integer(0, 1);
        List<Object> batches = new ArrayList<>();
        List<Object> batch = new ArrayList<>();
        for (Iterator<Object> items = Iteration.of(value); items.hasNext(); ) {
            if (batch.size() == size) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(items.next());
        }
        if (!batch.isEmpty()) {
            Sizes.items(bound.given(1) ? size : 0);
            while (bound.given(1) && batch.size() < size) {
                batch.add(bound.get(1, None.NONE));
            }
            batches.add(batch);
        }
        return Lazy.of(batches::iterator);
    }

    private static Object slice(Rendering rendering, Object value, Arguments given) {
        Bound bound = given.bind("slice", 1, "slices", "fill_with");
        List<Object> items = Iteration.list(value);
        long count = bound.integer(0, 1);
        Sizes.items(count);
        return Lazy.of(() -> sliced(items, (int) count, bound).iterator());
    }

    private static List<Object> sliced(List<Object> items, int count, Bound bound) {
        if (count == 0) {
            throw new TemplateFailedException("integer division or modulo by zero");
        }
        List<Object> slices = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            boolean longer = i < items.size() % count;
            int to = from + items.size() / count + (longer ? 1 : 0);
            List<Object> slice = new ArrayList<>(items.subList(from, to));
            if (bound.given(1) && !longer) {
                slice.add(bound.get(1, None.NONE));
            }
            slices.add(slice);
            from = to;
        }
        return slices;
    }
}
