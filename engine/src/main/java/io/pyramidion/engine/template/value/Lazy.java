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

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Python's generators and iterators: items made one by one when asked for, once. Always true, of no
 * length.
 */
public final class Lazy implements Iterator<Object> {

    private final Supplier<Optional<Object>> next;
    private Optional<Object> ahead = Optional.empty();
    private boolean done;

    /**
     * @param next the next item; empty at the end, after which it is not asked again
     */
    public Lazy(Supplier<Optional<Object>> next) {
        this.next = next;
    }

    /** The items of an iterator that is made when the first item is asked for. */
    public static Lazy of(Supplier<Iterator<Object>> items) {
        return new Lazy(
                new Supplier<>() {
                    private Iterator<Object> iterator;

                    @Override
                    public Optional<Object> get() {
                        iterator = iterator == null ? items.get() : iterator;
                        return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
                    }
                });
    }

    @Override
    public boolean hasNext() {
        if (!done && ahead.isEmpty()) {
            ahead = next.get();
            done = ahead.isEmpty();
        }
        return ahead.isPresent();
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object item = ahead.get();
        ahead = Optional.empty();
        return item;
    }
}
