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

import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.Range;
import io.pyramidion.engine.template.value.SafeText;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.Tuple;
import io.pyramidion.engine.template.value.Undefined;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.util.ArrayList;
import java.util.List;

/** Python's {@code value[start:stop:step]}. */
public final class Slices {

    private Slices() {}

    /**
     * The chosen part of a text, list, tuple or range.
     *
     * @param start None for the beginning
     * @param stop None for the end
     * @param step None for 1
     */
    public static Object slice(Object value, Object start, Object stop, Object step) {
        if (value instanceof Undefined undefined) {
            throw undefined.fail();
        }
        boolean sequence =
                Values.isText(value)
                        || value instanceof List
                        || value instanceof Tuple
                        || value instanceof Range;
        if (!sequence) {
            throw new TemplateFailedException(
                    "'" + Values.typeName(value) + "' object cannot be sliced");
        }
        long by = step == None.NONE ? 1 : bound(step);
        if (by == 0) {
            throw new TemplateFailedException("slice step cannot be zero");
        }
        long size = Values.size(value).orElseThrow();
        long from = place(start, by > 0 ? 0 : size - 1, size, by);
        long to = place(stop, by > 0 ? size : -1, size, by);
        if (value instanceof Range range) {
            return new Range(range.at(from), range.at(to), step(range.step(), by));
        }
        Range indices = new Range(from, to, by);
        if (Values.isText(value)) {
            String chosen = characters(Printing.str(value), indices);
            return value instanceof SafeText ? new SafeText(chosen) : chosen;
        }
        List<Object> items =
                value instanceof Tuple tuple ? tuple.items() : List.copyOf((List<?>) value);
        List<Object> chosen = new ArrayList<>();
        for (long i = 0; i < indices.size(); i++) {
            chosen.add(items.get((int) indices.at(i)));
        }
        return value instanceof Tuple ? new Tuple(chosen) : chosen;
    }

    private static long step(long step, long by) {
        try {
            return Math.multiplyExact(step, by);
        } catch (ArithmeticException e) {
            throw new UnsupportedTemplateException("an integer beyond 64 bits");
        }
    }

    private static long place(Object given, long otherwise, long size, long step) {
        if (given == None.NONE) {
            return otherwise;
        }
        long index = bound(given);
        long counted = index < 0 ? index + size : index;
        long min = step > 0 ? 0 : -1;
        return Math.max(min, Math.min(counted, step > 0 ? size : size - 1));
    }

    private static long bound(Object value) {
        if (value instanceof Undefined undefined) {
            throw new TemplateFailedException(
                    "slice indices must be integers or None; " + undefined.message());
        }
        return Values.integer(value)
                .orElseThrow(
                        () ->
                                new TemplateFailedException(
                                        "slice indices must be integers or None, not "
                                                + Values.typeName(value)));
    }

    private static String characters(String text, Range indices) {
        if (indices.step() == 1) {
            return indices.size() == 0
                    ? ""
                    : text.substring(
                            text.offsetByCodePoints(0, (int) indices.start()),
                            text.offsetByCodePoints(0, (int) indices.stop()));
        }
        int[] points = text.codePoints().toArray();
        StringBuilder chosen = new StringBuilder();
        for (long i = 0; i < indices.size(); i++) {
            chosen.appendCodePoint(points[(int) indices.at(i)]);
        }
        return chosen.toString();
    }
}
