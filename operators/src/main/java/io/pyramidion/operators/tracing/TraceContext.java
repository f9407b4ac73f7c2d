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

import io.opentelemetry.api.trace.SpanContext;

/**
 * Where a request stands in its trace.
 *
 * @param parent the sender's span; invalid if it named none
 * @param span the request's own span
 * @param malformed whether the sender named a span in a way that cannot be read
 */
public record TraceContext(SpanContext parent, SpanContext span, boolean malformed) {

    private static final String VERSION = "00";

    /** The header by which whatever follows from the request's span names it, by W3C. */
    public String traceparent() {
        return String.join(
                "-", VERSION, span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
    }

    /** Whether the trace began before the request. */
    public boolean isContinued() {
        return parent.isValid();
    }

    boolean isSampled() {
        return span.isSampled();
    }
}
