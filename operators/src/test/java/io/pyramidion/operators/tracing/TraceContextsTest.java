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
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** The traceparents here are those of W3C's Trace Context, and ways to get them wrong. */
class TraceContextsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String SENT = "00-" + TRACE + "-" + SPAN + "-01";

    private final TraceContexts contexts = new TraceContexts(1);

    @Test
    void aRequestContinuesItsSendersTraceAsAChildOfTheSendersSpan() {
        TraceContext context = contexts.of(origin(7, "traceparent", SENT), "r");

        assertThat(context.parent().getSpanId()).isEqualTo(SPAN);
        assertThat(context.isContinued()).isTrue();
        assertThat(context.malformed()).isFalse();
        assertThat(context.traceparent()).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
        assertThat(context.span().getSpanId()).isNotEqualTo(SPAN);
    }

    @ParameterizedTest
    @CsvSource({"00,false", "01,true", "03,true", "02,false"})
    void theSendersFlagsStandWhateverTheSampleRate(String flags, boolean sampled) {
        String sent = "00-" + TRACE + "-" + SPAN + "-" + flags;
        for (double rate : new double[] {0, 1}) {
            TraceContext context = new TraceContexts(rate).of(origin(7, "traceparent", sent), "r");

            assertThat(context.isSampled()).isEqualTo(sampled);
            assertThat(context.traceparent()).endsWith("-" + flags);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-a-b-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-zz",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
            })
    void aTraceparentThatCannotBeReadCountsAsNone(String sent) {
        TraceContext context = contexts.of(origin(7, "traceparent", sent), "r");

        assertThat(context.malformed()).isTrue();
        assertThat(context.isContinued()).isFalse();
        assertThat(context.span()).isEqualTo(contexts.of(origin(7), "r").span());
        assertThat(context.span().isValid()).isTrue();
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        String later = "01-" + TRACE + "-" + SPAN + "-01-more";

        assertThat(contexts.of(origin(7, "traceparent", later), "r").parent().getSpanId())
                .isEqualTo(SPAN);
    }

    @Test
    void ofSeveralTraceparentsTheLastCounts() {
        Origin origin = origin(7, "traceparent", "nothing", "traceparent", SENT);

        assertThat(contexts.of(origin, "r").parent().getTraceId()).isEqualTo(TRACE);
    }

    @Test
    void tracestatesAreOneListThatIsPassedOn() {
        Origin origin = origin(7, "traceparent", SENT, "tracestate", "a=1", "tracestate", "b=2");

        assertThat(contexts.of(origin, "r").span().getTraceState().asMap())
                .containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        TraceContext context = contexts.of(origin(7), "r");

        assertThat(context.malformed()).isFalse();
        assertThat(context.parent().isValid()).isFalse();
        assertThat(context.traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void theSamePlaceHasTheSameIdsAndOthersHaveOthers() {
        Set<String> seen = new HashSet<>();
        for (int offset = 0; offset < 1000; offset++) {
            String traceparent = contexts.of(origin(offset), "r").traceparent();
            assertThat(contexts.of(origin(offset), "other").traceparent()).isEqualTo(traceparent);
            seen.add(traceparent);
        }
        assertThat(seen).hasSize(1000);
    }

    @Test
    void twoRequestsOfOneTraceHaveSpansOfTheirOwn() {
        assertThat(contexts.of(origin(7, "traceparent", SENT), "r").span().getSpanId())
                .isNotEqualTo(contexts.of(origin(8, "traceparent", SENT), "r").span().getSpanId());
    }

    @Test
    void rowsOfAFileAreToldApartByTheirPlaceAndOthersByTheirId() {
        Origin row = new Origin(5L, null, List.of(), new FilePosition("in.jsonl", 3L, 4L, null));
        Origin next = new Origin(5L, null, List.of(), new FilePosition("in.jsonl", 4L, 5L, null));
        Origin nowhere = new Origin(5L, null, List.of(), null);

        assertThat(contexts.of(row, "r").span()).isNotEqualTo(contexts.of(next, "r").span());
        assertThat(contexts.of(nowhere, "a").span()).isNotEqualTo(contexts.of(nowhere, "b").span());
    }

    @Test
    void theSampleRateIsTheShareOfNewTracesThatAreTraced() {
        TraceContexts tenth = new TraceContexts(0.1);
        long traced = 0;
        for (int offset = 0; offset < 10_000; offset++) {
            traced += tenth.of(origin(offset), "r").isSampled() ? 1 : 0;
        }

        assertThat(traced).isBetween(850L, 1150L);
    }

    @Test
    void metadataStandsInForHeadersThatASenderCannotSet() {
        Map<String, String> metadata = Map.of("traceparent", SENT, "tracestate", "a=1", "row", "1");
        Origin adopted = TraceContexts.adopt(origin(7), metadata);

        assertThat(contexts.of(adopted, "r").parent().getSpanId()).isEqualTo(SPAN);
        assertThat(contexts.of(adopted, "r").span().getTraceState().get("a")).isEqualTo("1");
        assertThat(adopted.getHeaders()).extracting(Header::getKey).doesNotContain("row");
    }

    @Test
    void headersWinOverMetadata() {
        Origin origin = origin(7, "traceparent", SENT);
        String other = SENT.replace("4bf9", "aaaa");

        assertThat(TraceContexts.adopt(origin, Map.of("traceparent", other))).isSameAs(origin);
        assertThat(TraceContexts.adopt(origin(7), Map.of())).isEqualTo(origin(7));
    }

    @Test
    void metadataCannotMakeHeadersOfAnyLength() {
        Map<String, String> metadata =
                Map.of("traceparent", "x".repeat(100_000), "tracestate", "y".repeat(100_000));
        Origin adopted = TraceContexts.adopt(origin(7), metadata);

        assertThat(adopted.getHeaders())
                .singleElement()
                .satisfies(header -> assertThat(header.getValue().remaining()).isEqualTo(512));
        assertThat(contexts.of(adopted, "r").malformed()).isTrue();
    }

    private static Origin origin(long offset, String... headers) {
        List<Header> all = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            byte[] value = headers[i + 1].getBytes(StandardCharsets.UTF_8);
            all.add(new Header(headers[i], ByteBuffer.wrap(value)));
        }
        return new Origin(1000L, null, all, new KafkaPosition("requests", 3, offset));
    }
}
