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

import io.pyramidion.operators.tracing.TraceContexts;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TraceHeadersTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final TraceHeaders traced = new TraceHeaders(true, new TraceContexts(1));

    @Test
    void theRequestsSpanStandsInThePlaceOfTheSendersAndTheRestStays() {
        Origin origin = origin("traceparent", SENT, "tracestate", "a=1", "correlation-id", "c");

        List<Header> renewed = traced.renewed(origin, "r", origin.getHeaders());

        assertThat(renewed)
                .extracting(Header::getKey)
                .containsExactlyInAnyOrder("traceparent", "tracestate", "correlation-id");
        assertThat(traceparent(renewed)).startsWith("00-" + TRACE + "-").isNotEqualTo(SENT);
    }

    @Test
    void whatCannotBeReadGoesWithItsState() {
        Origin origin = origin("traceparent", "00-a-b-01", "tracestate", "a=1");

        List<Header> renewed = traced.renewed(origin, "r", origin.getHeaders());

        assertThat(renewed).extracting(Header::getKey).containsExactly("traceparent");
        assertThat(traceparent(renewed)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void resultsDeltasAndLettersOfARequestNameTheSameSpan() {
        Origin origin = origin("traceparent", SENT);

        assertThat(traceparent(traced.renewed(origin, "", List.of())))
                .isEqualTo(traceparent(traced.renewed(origin, "r", origin.getHeaders())));
    }

    @Test
    void headersStayAsTheyAreIfRequestsAreNotTraced() {
        Origin origin = origin("traceparent", "00-a-b-01", "tracestate", "a=1");

        assertThat(TraceHeaders.UNCHANGED.renewed(origin, "r", origin.getHeaders()))
                .isSameAs(origin.getHeaders());
    }

    private static String traceparent(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.getKey().equals("traceparent"))
                .map(header -> StandardCharsets.UTF_8.decode(header.getValue().duplicate()))
                .map(CharSequence::toString)
                .reduce((first, second) -> first + " and " + second)
                .orElseThrow();
    }

    private static Origin origin(String... headers) {
        List<Header> all = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            byte[] value = headers[i + 1].getBytes(StandardCharsets.UTF_8);
            all.add(new Header(headers[i], ByteBuffer.wrap(value)));
        }
        return new Origin(1000L, null, all, new KafkaPosition("requests", 3, 17L));
    }
}
