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
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Tracing that is switched on: spans go to a collector by OTLP over HTTP. */
final class SentTracing implements RequestTracing {

    private static final Logger LOG = LoggerFactory.getLogger(SentTracing.class);

    private final TraceContexts contexts;
    private final RequestSpans spans;
    private final SpanExport export;
    private final Supplier<OptionalLong> plan;
    private final Counter malformed;
    private final Counter dropped;
    private boolean faulty;

    private SentTracing(
            TraceContexts contexts,
            RequestSpans spans,
            SpanExport export,
            Supplier<OptionalLong> plan,
            Counter malformed,
            Counter dropped) {
        this.contexts = contexts;
        this.spans = spans;
        this.export = export;
        this.plan = plan;
        this.malformed = malformed;
        this.dropped = dropped;
    }

    static SentTracing start(
            TracingSettings settings,
            MetricGroup operator,
            int subtask,
            Supplier<OptionalLong> plan) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP).addGroup(MetricNames.TRACING);
        Attributes service =
                Attributes.builder().put("service.name", settings.serviceName()).build();
        Counter dropped = counter(group, MetricNames.SPANS_DROPPED);
        SpanExport export =
                new SpanExport(
                        exporter(settings),
                        settings,
                        counter(group, MetricNames.SPANS_SENT),
                        dropped);
        export.start();
        return new SentTracing(
                new TraceContexts(settings.sampleRate()),
                new RequestSpans(
                        Resource.getDefault().merge(Resource.create(service)),
                        settings.contentLimit(),
                        subtask),
                export,
                plan,
                group.counter(MetricNames.TRACEPARENTS_MALFORMED),
                dropped);
    }

    private static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ThreadSafeSimpleCounter());
    }

    private static OtlpHttpSpanExporter exporter(TracingSettings settings) {
        OtlpHttpSpanExporterBuilder builder =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint())
                        .setCompression("gzip")
                        .setTimeout(settings.timeout())
                        .setConnectTimeout(settings.timeout())
                        .setMeterProvider(MeterProvider.noop())
                        .setServiceClassLoader(SentTracing.class.getClassLoader());
        settings.headers().forEach(builder::addHeader);
        return builder.build();
    }

    @Override
    public Origin adopted(Origin origin, Map<String, String> metadata) {
        return TraceContexts.adopt(origin, metadata);
    }

    @Override
    public void ended(GenerationRequest request, ResultEnvelope result) {
        try {
            offer(request, result);
        } catch (RuntimeException e) {
            // How many spans there would have been is not known; the request's own is one.
            dropped.inc();
            if (!faulty) {
                faulty = true;
                LOG.warn(
                        "Request {} is answered, but its spans cannot be made. From now on only"
                                + " tracing.spansDropped tells.",
                        result.getAnswer().getRequestId(),
                        e);
            }
        }
    }

    private void offer(GenerationRequest request, ResultEnvelope result) {
        TraceContext context = contexts.of(result.getOrigin(), request.getRequestId());
        if (context.malformed()) {
            malformed.inc();
        }
        if (context.isSampled()) {
            export.offer(spans.of(context, request, result, plan.get()));
        }
    }

    @Override
    public void close() {
        export.close();
    }
}
