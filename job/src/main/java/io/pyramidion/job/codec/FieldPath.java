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
package io.pyramidion.job.codec;

import java.util.Arrays;

/**
 * Where in a record a reader is, as in {@code messages[1].role}. It is spelled out only for a
 * message: a list of a hundred thousand items costs no texts.
 */
final class FieldPath {

    private static final int NO_ITEM = -1;

    private String[] names = new String[8];
    private int[] items = new int[8];
    private int depth;

    /** Goes to a field. */
    void enter(String name) {
        push(name, NO_ITEM);
    }

    /**
     * Goes into a list.
     *
     * @param passed items of it that were passed before
     */
    void enterList(int passed) {
        push(null, passed - 1);
    }

    /** Goes to the next item of the list that was entered. */
    void nextItem() {
        items[depth - 1]++;
    }

    /** Goes back to where the field is. */
    void leave() {
        depth--;
    }

    /** Goes back to where the list is; returns how many of its items were passed. */
    int leaveList() {
        return items[--depth] + 1;
    }

    /** Whether it is at a field of the record itself. */
    boolean isOwn() {
        return depth == 1;
    }

    private void push(String name, int item) {
        if (depth == names.length) {
            names = Arrays.copyOf(names, 2 * depth);
            items = Arrays.copyOf(items, 2 * depth);
        }
        names[depth] = name;
        items[depth++] = item;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            if (names[i] != null) {
                text.append(text.isEmpty() ? "" : ".").append(names[i]);
            } else if (items[i] != NO_ITEM) {
                text.append('[').append(items[i]).append(']');
            }
        }
        return text.toString();
    }
}
