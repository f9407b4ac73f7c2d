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

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.Timings;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The spans of an answered request: one for all of it, and in it the time that it waited, the time
 * until its first token and the time of its other tokens, as far as it came. Their times are those
 * of its result, which go back to its state, so that failures and recoveries are in them.
 */
final class RequestSpans {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final Set<String> FAILED = Set.of("error", "overloaded", "deadline_exceeded");

    private final Resource resource;
    private final GenAiAttributes attributes;
    private final boolean tellsContent;
    private final int subtask;

    /**
     * @param contentLimit maximum number of characters of a text in a span; 0 if spans hold none
     */
    RequestSpans(Resource resource, int contentLimit, int subtask) {
        this.resource = resource;
        this.attributes = new GenAiAttributes(contentLimit);
        this.tellsContent = contentLimit > 0;
        this.subtask = subtask;
    }

    /**
     * @param plan number of the controller's plan in force when it ended, if any
     */
    List<SpanData> of(
            TraceContext context,
            GenerationRequest request,
            ResultEnvelope envelope,
            OptionalLong plan) {
        GenerationResult result = envelope.getAnswer();
        Origin origin = envelope.getOrigin();
        Timings timings = result.getTimings();
        long sent = origin.getEventTime();
        long end = nanos(sent, timings.getTotalMs());
        List<SpanData> spans = new ArrayList<>();
        spans.add(
                new FinishedSpan(
                        GenAiAttributes.operation(request) + " " + result.getModel(),
                        origin.getSource() instanceof KafkaPosition
                                ? SpanKind.CONSUMER
                                : SpanKind.INTERNAL,
                        context.span(),
                        context.parent(),
                        nanos(sent, 0),
                        end,
                        status(result),
                        whole(request, result, origin, plan),
                        resource));
        boolean ran = result.getUsage().getPromptTokens() > 0;
        long admitted = ran ? nanos(sent, timings.getQueueMs()) : end;
        spans.add(part("queue", context, nanos(sent, 0), admitted, Attributes.empty()));
        if (ran) {
            long first = nanos(sent, timings.getTtftMs());
            spans.add(part("prefill", context, admitted, first, prefill(result)));
            if (result.getUsage().getCompletionTokens() > 0) {
                spans.add(part("decode", context, first, end, decode(result)));
            }
        }
        return spans;
    }

    private FinishedSpan part(
            String name, TraceContext context, long start, long end, Attributes attributes) {
        SpanContext whole = context.span();
        return new FinishedSpan(
                name,
                SpanKind.INTERNAL,
                SpanContext.create(
                        whole.getTraceId(),
                        SpanIds.part(whole.getTraceId(), whole.getSpanId(), name),
                        whole.getTraceFlags(),
                        whole.getTraceState()),
                whole,
                start,
                end,
                StatusData.unset(),
                attributes,
                resource);
    }

    private Attributes whole(
            GenerationRequest request, GenerationResult result, Origin origin, OptionalLong plan) {
        AttributesBuilder all = Attributes.builder();
        attributes.put(request, result, all);
        OriginAttributes.put(origin, all);
        if (FAILED.contains(result.getFinishReason())) {
            all.put("error.type", errorType(result));
        }
        all.put("pyramidion.subtask", subtask);
        all.put("pyramidion.stream", Boolean.TRUE.equals(request.getStream()));
        plan.ifPresent(number -> all.put("pyramidion.plan", number));
        all.put("pyramidion.restored", result.getResumedFrom() != null);
        if (result.getResumedFrom() != null) {
            all.put("pyramidion.restored_tokens", result.getResumedFrom());
        }
        if (result.getSlo() != null) {
            all.put("pyramidion.slo.class", result.getSlo().getSloClass());
            if (result.getSlo().getMet() != null) {
                all.put("pyramidion.slo.met", result.getSlo().getMet());
            }
        }
        return all.build();
    }

    private static Attributes prefill(GenerationResult result) {
        AttributesBuilder all = Attributes.builder();
        all.put("pyramidion.prompt_tokens", result.getUsage().getPromptTokens());
        if (result.getUsage().getPromptTokensDetails() != null) {
            all.put(
                    "pyramidion.cached_tokens",
                    result.getUsage().getPromptTokensDetails().getCachedTokens());
        }
        return all.build();
    }

    private static Attributes decode(GenerationResult result) {
        SpeculationStatistics speculation = result.getSpeculation();
        AttributesBuilder all = Attributes.builder();
        if (speculation.getMode() != null) {
            all.put("pyramidion.speculation.mode", speculation.getMode());
        }
        all.put("pyramidion.speculation.rounds", speculation.getRounds());
        speculation
                .getRoundsByArm()
                .forEach((arm, rounds) -> all.put("pyramidion.speculation.rounds." + arm, rounds));
        all.put("pyramidion.speculation.drafted", speculation.getDrafted());
        all.put("pyramidion.speculation.accepted", speculation.getAccepted());
        all.put("pyramidion.speculation.pruned", speculation.getPruned());
        all.put("pyramidion.completion_tokens", result.getUsage().getCompletionTokens());
        return all.build();
    }

    /** The words of an error may quote the request. */
    private StatusData status(GenerationResult result) {
        if (!FAILED.contains(result.getFinishReason())) {
            return StatusData.unset();
        }
        ErrorDetail error = result.getError();
        if (error == null) {
            return StatusData.create(StatusCode.ERROR, result.getFinishReason());
        }
        String where = error.getStage() + (error.getField().isEmpty() ? "" : ": ");
        return StatusData.create(
                StatusCode.ERROR, tellsContent ? error.getMessage() : where + error.getField());
    }

    private static String errorType(GenerationResult result) {
        return result.getFinishReason().equals("error") && result.getError() != null
                ? result.getError().getStage()
                : result.getFinishReason();
    }

    private static long nanos(long epochMillis, double after) {
        return TimeUnit.MILLISECONDS.toNanos(epochMillis) + Math.round(after * NANOS_PER_MILLI);
    }
}
