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
package io.pyramidion.job.kafka;

import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.operators.tracing.TraceContext;
import io.pyramidion.operators.tracing.TraceContexts;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a request's own span in the place of its sender's, in the headers of what follows from the
 * request. If requests are not traced, headers stay as they are.
 */
record TraceHeaders(boolean on, TraceContexts contexts) implements Serializable {

    /** Headers stay as they are. */
    static final TraceHeaders UNCHANGED = of(TracingSettings.OFF);

    static TraceHeaders of(TracingSettings settings) {
        return new TraceHeaders(settings.isOn(), new TraceContexts(settings.sampleRate()));
    }

    /**
     * The headers to send.
     *
     * @param requestId the request's, or empty if it is not known
     * @param headers some of the origin's
     */
    List<Header> renewed(Origin origin, String requestId, List<Header> headers) {
        if (!on) {
            return headers;
        }
        TraceContext context = contexts.of(origin, requestId);
        List<Header> renewed = new ArrayList<>(headers);
        renewed.removeIf(
                header ->
                        header.getKey().equals(TraceContexts.TRACEPARENT)
                                || header.getKey().equals(TraceContexts.TRACESTATE)
                                        && !context.isContinued());
        byte[] own = Headers.utf8(context.traceparent());
        renewed.add(new Header(TraceContexts.TRACEPARENT, ByteBuffer.wrap(own)));
        return renewed;
    }
}
