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

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list that knows whether an item of it was looked at. For one rendering; not thread-safe. */
public final class ReadList extends AbstractList<Object> implements RandomAccess {

    private List<?> items;
    private boolean read;

    /**
     * @param items of a request, as {@link Values#of} takes them
     */
    public ReadList(List<?> items) {
        this.items = items;
    }

    /** The same list with its items in the form that templates use. */
    ReadList inValues() {
        items = items.stream().map(Values::of).toList();
        return this;
    }

    @Override
    public Object get(int index) {
        read = true;
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    /** Whether one was. */
    public boolean wasRead() {
        return read;
    }
}
