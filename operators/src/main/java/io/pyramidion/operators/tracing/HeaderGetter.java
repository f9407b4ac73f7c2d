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

import io.opentelemetry.context.propagation.TextMapGetter;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the headers of an origin. Of several traceparents the last counts, as for Kafka's clients;
 * several tracestates are one list in parts.
 */
enum HeaderGetter implements TextMapGetter<Origin> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Origin origin) {
        return origin.getHeaders().stream().map(Header::getKey).toList();
    }

    /** The header's value, or null, which the interface calls for if there is none. */
    @Override
    public String get(Origin origin, String name) {
        List<String> values =
                origin.getHeaders().stream()
                        .filter(header -> header.getKey().equals(name))
                        .map(HeaderGetter::text)
                        .toList();
        if (values.isEmpty()) {
            return null;
        }
        return name.equals(TraceContexts.TRACESTATE)
                ? values.stream().collect(Collectors.joining(","))
                : values.get(values.size() - 1);
    }

    private static String text(Header header) {
        return header.getValue() == null
                ? ""
                : StandardCharsets.ISO_8859_1.decode(header.getValue().duplicate()).toString();
    }
}
