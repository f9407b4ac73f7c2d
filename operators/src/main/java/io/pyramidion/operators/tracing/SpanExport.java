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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands spans to an exporter in a thread of its own. Whoever offers spans never waits: if the
 * exporter is slow or fails, spans are dropped and counted, and the log says so once. Neither the
 * number of spans that wait nor their memory grows beyond the settings. Spans are offered by one
 * thread. Owns the exporter.
 */
final class SpanExport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpanExport.class);

    private static final int BATCH = 512;

    /** A batch ends with the span that reaches it: collectors bound what they take at a time. */
    private static final long BATCH_BYTES = 4 << 20;

    /** An exporter ends by itself in its timeout; this is for one that does not. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long a task that ends waits for its last spans, unless the collector fails anyway. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final SpanExporter exporter;
    private final BlockingQueue<Optional<SpanData>> queue;
    private final TracingSettings settings;
    private final Duration patience;
    private final Counter sent;
    private final Counter dropped;
    private final Thread thread = new Thread(this::run, "pyramidion-tracing");

    /** Of what waits or is being sent. */
    private final AtomicLong bytes = new AtomicLong();

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
        this.settings = settings;
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
        long size = SpanSize.of(spans);
        if (queue.remainingCapacity() >= spans.size()
                && bytes.get() + size <= settings.maxQueuedBytes()) {
            bytes.addAndGet(size);
            spans.forEach(span -> queue.add(Optional.of(span)));
            return;
        }
        dropped.inc(spans.size());
        if (!overflown) {
            overflown = true;
            LOG.warn(
                    "There is no room for {} spans of {} bytes to {}: {} bytes wait; allowed:"
                            + " {} spans (tracing.max-queued) and {} bytes"
                            + " (tracing.max-queued-memory). They are dropped. From now on only"
                            + " tracing.spansDropped tells.",
                    spans.size(),
                    size,
                    settings.endpoint(),
                    bytes,
                    settings.maxQueued(),
                    settings.maxQueuedBytes());
        }
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                List<SpanData> batch = next();
                if (!batch.isEmpty()) {
                    export(batch);
                    bytes.addAndGet(-SpanSize.of(batch));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The task ends before {} has taken all its spans.", settings.endpoint());
        } finally {
            dropped.inc(queue.stream().flatMap(Optional::stream).count());
            queue.clear();
            exporter.shutdown();
        }
    }

    private List<SpanData> next() throws InterruptedException {
        List<SpanData> batch = new ArrayList<>();
        long size = 0;
        Optional<SpanData> next = queue.take();
        while (next != null) {
            next.ifPresent(batch::add);
            size += next.map(SpanSize::of).orElse(0L);
            next = batch.size() < BATCH && size < BATCH_BYTES ? queue.poll() : null;
        }
        return batch;
    }

    private void export(List<SpanData> batch) throws InterruptedException {
        CompletableResultCode result =
                given(batch).join(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            sent.inc(batch.size());
            if (failing) {
                LOG.info("{} takes spans again.", settings.endpoint());
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
                    settings.endpoint(),
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

    /**
     * Waits a little for what is left, and not at all if the collector fails. Then the thread ends:
     * nothing of it may run when the job's classes are gone.
     */
    @Override
    public void close() {
        closed = true;
        // Wakes a thread that has nothing to do; where there is no room, it has.
        queue.offer(Optional.empty());
        try {
            if (!failing) {
                thread.join(FAREWELL.toMillis());
            }
            thread.interrupt();
            thread.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The thread that sends spans to {} still runs.", settings.endpoint());
        }
    }
}
