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
package io.pyramidion.operators.tracing;

import io.opentelemetry.sdk.trace.data.SpanData;

import java.util.Collection;
import java.util.List;

/** About how much memory spans take, rather more than less. */
final class SpanSize {

    /** Of a span's own objects, its ids, names and numbers. */
    private static final long FIXED = 1024;

    private static final long ATTRIBUTE = 64;

    private SpanSize() {}

    static long of(Collection<SpanData> spans) {
        return spans.stream().mapToLong(SpanSize::of).sum();
    }

    static long of(SpanData span) {
        return FIXED
                + text(span.getStatus().getDescription())
                + span.getAttributes().asMap().values().stream().mapToLong(SpanSize::value).sum();
    }

    private static long value(Object value) {
        if (value instanceof List<?> list) {
            return ATTRIBUTE + list.stream().mapToLong(SpanSize::value).sum();
        }
        return ATTRIBUTE + (value instanceof String text ? text(text) : 0);
    }

    private static long text(String text) {
        return (long) Character.BYTES * text.length();
    }
}
