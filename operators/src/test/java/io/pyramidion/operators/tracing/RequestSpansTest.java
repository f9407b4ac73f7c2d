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

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.PromptTokensDetails;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.Usage;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

class RequestSpansTest {

    private static final long SENT = 1_700_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final Origin ORIGIN =
            new Origin(SENT, null, List.of(), new KafkaPosition("requests", 3, 17L));

    private final TraceContext context = new TraceContexts(1).of(ORIGIN, "r");

    @Test
    void theRequestsSpanHoldsItsWaitItsPromptAndItsTokensOneAfterTheOther() {
        List<SpanData> spans = spans(0, request(), result());

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("chat tales", "queue", "prefill", "decode");
        assertTimes(spans.get(0), 0, 900);
        assertTimes(spans.get(1), 0, 100);
        assertTimes(spans.get(2), 100, 400);
        assertTimes(spans.get(3), 400, 900);
        assertThat(spans.get(0).getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(spans.get(0).getSpanContext()).isEqualTo(context.span());
        assertThat(spans.subList(1, 4))
                .allSatisfy(
                        part -> {
                            assertThat(part.getKind()).isEqualTo(SpanKind.INTERNAL);
                            assertThat(part.getParentSpanContext()).isEqualTo(context.span());
                            assertThat(part.getTraceId()).isEqualTo(context.span().getTraceId());
                        })
                .extracting(SpanData::getSpanId)
                .doesNotHaveDuplicates()
                .doesNotContain(context.span().getSpanId());
    }

    @Test
    void tellsByOpenTelemetrysNamesWhatWasAskedAndWhatCame() {
        SpanData whole = spans(0, request(), result()).get(0);

        assertThat(whole.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertAttribute(whole, stringKey("gen_ai.operation.name"), "chat");
        assertAttribute(whole, stringKey("gen_ai.provider.name"), "pyramidion");
        assertAttribute(whole, stringKey("gen_ai.request.model"), "tales");
        assertAttribute(whole, stringKey("gen_ai.conversation.id"), "s-1");
        assertAttribute(whole, longKey("gen_ai.request.max_tokens"), 64L);
        assertAttribute(whole, doubleKey("gen_ai.request.temperature"), 0.8);
        assertAttribute(whole, doubleKey("gen_ai.request.top_k"), 40.0);
        assertAttribute(whole, longKey("gen_ai.request.seed"), 5L);
        assertAttribute(whole, doubleKey("gen_ai.request.top_p"), null);
        assertAttribute(whole, stringKey("gen_ai.response.id"), "r");
        assertAttribute(whole, stringArrayKey("gen_ai.response.finish_reasons"), List.of("length"));
        assertAttribute(whole, longKey("gen_ai.usage.input_tokens"), 30L);
        assertAttribute(whole, longKey("gen_ai.usage.output_tokens"), 9L);
        assertAttribute(whole, longKey("gen_ai.usage.cache_read.input_tokens"), 12L);
        assertAttribute(whole, stringKey("messaging.system"), "kafka");
        assertAttribute(whole, stringKey("messaging.destination.name"), "requests");
        assertAttribute(whole, stringKey("messaging.destination.partition.id"), "3");
        assertAttribute(whole, longKey("messaging.kafka.offset"), 17L);
        assertAttribute(whole, longKey("pyramidion.plan"), 4L);
        assertAttribute(whole, longKey("pyramidion.subtask"), 2L);
        assertAttribute(whole, AttributeKey.booleanKey("pyramidion.restored"), true);
        assertAttribute(whole, longKey("pyramidion.restored_tokens"), 6L);
    }

    @Test
    void tellsHowTheTokensWereSpeculated() {
        SpanData decode = spans(0, request(), result()).get(3);

        assertAttribute(decode, stringKey("pyramidion.speculation.mode"), "exact");
        assertAttribute(decode, longKey("pyramidion.speculation.rounds"), 5L);
        assertAttribute(decode, longKey("pyramidion.speculation.rounds.draft_target"), 3L);
        assertAttribute(decode, longKey("pyramidion.speculation.rounds.off"), 2L);
        assertAttribute(decode, longKey("pyramidion.speculation.drafted"), 11L);
        assertAttribute(decode, longKey("pyramidion.speculation.accepted"), 4L);
    }

    @Test
    void aRequestThatNeverRanOnlyWaited() {
        GenerationResult expired = result();
        expired.setUsage(new Usage(0, 0, 0, null));
        expired.setTimings(new Timings(900.0, 0.0, 0.0, 900.0));
        expired.setFinishReason("deadline_exceeded");
        List<SpanData> spans = spans(0, request(), expired);

        assertThat(spans).extracting(SpanData::getName).containsExactly("chat tales", "queue");
        assertTimes(spans.get(1), 0, 900);
        assertThat(spans.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertAttribute(spans.get(0), stringKey("error.type"), "deadline_exceeded");
    }

    @Test
    void aRequestThatEndedBeforeItsFirstTokenHasNoDecodeSpan() {
        GenerationResult cancelled = result();
        cancelled.setUsage(new Usage(30, 0, 30, null));
        cancelled.setTimings(new Timings(100.0, 900.0, 0.0, 900.0));
        cancelled.setFinishReason("cancelled");
        List<SpanData> spans = spans(0, request(), cancelled);

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("chat tales", "queue", "prefill");
        assertTimes(spans.get(2), 100, 900);
        assertThat(spans.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void nothingThatTheSenderOrTheModelWroteIsInASpanUnlessAskedFor() {
        GenerationRequest request = request();
        request.setStop(List.of("secret-stop"));
        GenerationResult refused = result();
        refused.setFinishReason("error");
        refused.setError(new ErrorDetail("validate", "stop", "stop is secret-stop; allowed: x"));

        assertThat(spans(0, request, refused).toString()).doesNotContain("secret");
        assertThat(spans(0, request, refused).get(0).getStatus().getDescription())
                .isEqualTo("validate: stop");
        assertThat(spans(100, request, refused).toString())
                .contains("secret-stop", "secret-prompt", "secret-text");
    }

    @Test
    void contentHasTheFormOfTheConventionsAndIsCut() {
        GenerationRequest request = request();
        request.setMessages(List.of(ChatMessages.of("user", "12345678\ud83e\udd8a")));
        SpanData whole = spans(9, request, result()).get(0);

        assertAttribute(
                whole,
                stringKey("gen_ai.input.messages"),
                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"12345678\"}]}]");
        assertAttribute(
                whole,
                stringKey("gen_ai.output.messages"),
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"secret-te\"}],"
                        + "\"finish_reason\":\"length\"}]");
    }

    private List<SpanData> spans(int limit, GenerationRequest request, GenerationResult result) {
        return new RequestSpans(Resource.empty(), limit, 2)
                .of(context, request, new ResultEnvelope(result, ORIGIN), OptionalLong.of(4));
    }

    private static GenerationRequest request() {
        return GenerationRequest.newBuilder()
                .setRequestId("r")
                .setSessionId("s-1")
                .setMessages(List.of(ChatMessages.of("user", "secret-prompt")))
                .setMaxTokens(64)
                .setTemperature(0.8)
                .setTopK(40)
                .setSeed(5L)
                .build();
    }

    private static GenerationResult result() {
        return GenerationResult.newBuilder()
                .setRequestId("r")
                .setModel("tales")
                .setText("secret-text")
                .setTokenIds(List.of())
                .setFinishReason("length")
                .setUsage(new Usage(30, 9, 39, new PromptTokensDetails(12)))
                .setTimings(new Timings(100.0, 400.0, 62.5, 900.0))
                .setSpeculation(
                        SpeculationStatistics.newBuilder()
                                .setRounds(5)
                                .setStages(Map.of())
                                .setMode("exact")
                                .setRoundsByArm(Map.of("draft_target", 3L, "off", 2L))
                                .setDrafted(11)
                                .setAccepted(4)
                                .build())
                .setResumedFrom(6)
                .build();
    }

    private static void assertTimes(SpanData span, long from, long until) {
        assertThat(span.getStartEpochNanos()).isEqualTo((SENT + from) * MILLI);
        assertThat(span.getEndEpochNanos()).isEqualTo((SENT + until) * MILLI);
    }

    private static <T> void assertAttribute(SpanData span, AttributeKey<T> key, T value) {
        assertThat(span.getAttributes().get(key)).as(key.getKey()).isEqualTo(value);
    }
}
