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

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.pyramidion.operators.settings.TracingSettings;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hands spans to an exporter in a thread of its own. Whoever offers spans never waits: if the
 * exporter is slow or fails, spans are dropped and counted, and the log says so once. Spans are
 * offered by one thread. Owns the exporter.
 */
final class SpanExport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpanExport.class);

    private static final int BATCH = 512;

    /** An exporter ends by itself in its timeout; this is for one that does not. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long a task that ends waits for its last spans, unless the collector fails anyway. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final SpanExporter exporter;
    private final BlockingQueue<Optional<SpanData>> queue;
    private final String endpoint;
    private final Duration patience;
    private final Counter sent;
    private final Counter dropped;
    private final Thread thread = new Thread(this::run, "pyramidion-tracing");
    private volatile boolean closed;
    private volatile boolean failing;
    private boolean overflown;

    /**
     * @param sent counts spans that the collector took; is used by several threads
     * @param dropped counts all others; is used by several threads
     */
    SpanExport(SpanExporter exporter, TracingSettings settings, Counter sent, Counter dropped) {
        this.exporter = exporter;
        this.queue = new LinkedBlockingQueue<>(settings.maxQueued());
        this.endpoint = settings.endpoint();
        this.patience = settings.timeout().plus(GRACE);
        this.sent = sent;
        this.dropped = dropped;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes all spans of a request or, if there is no room, none. */
    void offer(List<SpanData> spans) {
        if (queue.remainingCapacity() >= spans.size()) {
            spans.forEach(span -> queue.add(Optional.of(span)));
            return;
        }
        dropped.inc(spans.size());
        if (!overflown) {
            overflown = true;
            LOG.warn(
                    "{} does not take spans as fast as they come; some are dropped. From now on"
                            + " only tracing.spansDropped tells.",
                    endpoint);
        }
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                List<Optional<SpanData>> taken = new ArrayList<>();
                taken.add(queue.take());
                queue.drainTo(taken, BATCH - 1);
                List<SpanData> batch = taken.stream().flatMap(Optional::stream).toList();
                if (!batch.isEmpty()) {
                    export(batch);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The task ends before {} has taken all its spans.", endpoint);
        } finally {
            dropped.inc(queue.stream().flatMap(Optional::stream).count());
            queue.clear();
            exporter.shutdown();
        }
    }

    private void export(List<SpanData> batch) throws InterruptedException {
        CompletableResultCode result =
                given(batch).join(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            sent.inc(batch.size());
            if (failing) {
                LOG.info("{} takes spans again.", endpoint);
            }
            failing = false;
            return;
        }
        dropped.inc(batch.size());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!failing) {
            LOG.warn(
                    "{} took no spans: {}. They are dropped. Until it does,"
                            + " only tracing.spansDropped tells.",
                    endpoint,
                    why(result));
        }
        failing = true;
    }

    private CompletableResultCode given(List<SpanData> batch) {
        try {
            return exporter.export(batch);
        } catch (RuntimeException e) {
            return CompletableResultCode.ofExceptionalFailure(e);
        }
    }

    private String why(CompletableResultCode result) {
        if (!result.isDone()) {
            return "no answer in " + patience.toMillis() + " ms";
        }
        Throwable failure = result.getFailureThrowable();
        return failure == null ? "no reason given" : failure.toString();
    }

    /** Waits a little for what is left, and not at all if the collector fails. */
    @Override
    public void close() {
        closed = true;
        // Wakes a thread that has nothing to do; where there is no room, it has.
        queue.offer(Optional.empty());
        try {
            if (!failing) {
                thread.join(FAREWELL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
