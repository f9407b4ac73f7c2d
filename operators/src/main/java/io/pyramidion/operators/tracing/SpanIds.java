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

import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of traces and spans, computed rather than drawn: a request that is answered again after a
 * failure sends the same spans under the same ids. A record that another job reads gets other ids
 * there only if its trace is new; two jobs on one topic should not trace the same requests.
 */
final class SpanIds {

    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    /** Stands in no name, path or id. */
    private static final String SEPARATOR = "\0";

    private SpanIds() {}

    /** A trace that begins with a request. */
    static String trace(String place, long eventTime) {
        return hash(TRACE_BYTES, "trace", place, Long.toString(eventTime));
    }

    /** The span of the request of a place, in a trace. */
    static String span(String trace, String place) {
        return hash(SPAN_BYTES, "request", trace, place);
    }

    /** A part of another span. */
    static String part(String trace, String span, String name) {
        return hash(SPAN_BYTES, "part", trace, span, name);
    }

    /**
     * What tells a request from all others.
     *
     * @param requestId counts only if the origin names no place
     */
    static String place(Origin origin, String requestId) {
        if (origin.getSource() instanceof KafkaPosition kafka) {
            return String.join(
                    SEPARATOR,
                    "kafka",
                    kafka.getTopic(),
                    Integer.toString(kafka.getPartition()),
                    Long.toString(kafka.getOffset()));
        }
        if (origin.getSource() instanceof FilePosition file) {
            return String.join(SEPARATOR, "file", file.getPath(), Long.toString(file.getRow()));
        }
        return String.join(SEPARATOR, "id", requestId, Long.toString(origin.getEventTime()));
    }

    private static String hash(int bytes, String... parts) {
        byte[] text = String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256().digest(text), 0, bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
