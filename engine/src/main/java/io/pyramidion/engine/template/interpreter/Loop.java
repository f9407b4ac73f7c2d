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
import io.pyramidion.engine.template.value.Attributed;
import io.pyramidion.engine.template.value.Callable;
import io.pyramidion.engine.template.value.Comparison;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The variable {@code loop} of a {@code for}. */
final class Loop implements Callable, Attributed {

    static final String NAME = "loop";

    private final Optional<Function<Object, String>> recursion;
    private final int depth;
    private Iterator<Object> items;
    private Optional<Long> length;
    private Object ahead;
    private Object current;
    private Object before;
    private Object changed;
    private long index = -1;

    /**
     * @param length of the items, if they know it
     * @param recursion what {@code loop(items)} writes; empty if the loop is not recursive
     */
    Loop(
            Iterator<Object> items,
            Optional<Long> length,
            Optional<Function<Object, String>> recursion,
            int depth) {
        this.items = items;
        this.length = length;
        this.recursion = recursion;
        this.depth = depth;
    }

    boolean hasNext() {
        return ahead != null || items.hasNext();
    }

    Object next() {
        before = current;
        current = ahead == null ? items.next() : ahead;
        ahead = null;
        index++;
        return current;
    }

    private Optional<Object> ahead() {
        if (ahead == null && items.hasNext()) {
            ahead = items.next();
        }
        return Optional.ofNullable(ahead);
    }

    private long length() {
        if (length.isEmpty()) {
            List<Object> rest = new ArrayList<>();
            items.forEachRemaining(rest::add);
            items = rest.iterator();
            length = Optional.of(rest.size() + index + 1 + (ahead == null ? 0 : 1));
        }
        return length.get();
    }

    @Override
    public String typeName() {
        return "jinja2.runtime.LoopContext";
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "index" -> Optional.of(index + 1);
            case "index0" -> Optional.of(index);
            case "revindex" -> Optional.of(length() - index);
            case "revindex0" -> Optional.of(length() - index - 1);
            case "first" -> Optional.of(index == 0);
            case "last" -> Optional.of(ahead().isEmpty());
            case "length" -> Optional.of(length());
            case "depth" -> Optional.of(depth + 1L);
            case "depth0" -> Optional.of((long) depth);
            case "previtem" ->
                    Optional.of(index == 0 ? new Undefined("there is no previous item") : before);
            case "nextitem" -> Optional.of(ahead().orElse(new Undefined("there is no next item")));
            case "cycle" -> Optional.of((Callable) this::cycle);
            case "changed" -> Optional.of((Callable) this::changed);
            default -> Optional.empty();
        };
    }

    private Object cycle(Arguments given) {
        if (given.positional().isEmpty() || !given.named().isEmpty()) {
            throw new TemplateFailedException("no items for cycling given");
        }
        return given.positional().get((int) (index % given.positional().size()));
    }

    private Object changed(Arguments given) {
        if (!given.named().isEmpty()) {
            throw new TemplateFailedException("loop.changed takes no keyword arguments");
        }
        Object value = new Tuple(given.positional());
        boolean same = changed != null && Comparison.equal(changed, value);
        changed = value;
        return !same;
    }

    @Override
    public Object call(Arguments arguments) {
        Object items = arguments.bind(NAME, 1, "iterable").get(0, "");
        return recursion
                .orElseThrow(
                        () ->
                                new TemplateFailedException(
                                        "The loop must have the 'recursive' marker to be called recursively."))
                .apply(items);
    }

    @Override
    public Optional<String> repr() {
        return Optional.of("<LoopContext " + (index + 1) + "/" + length() + ">");
    }
}
