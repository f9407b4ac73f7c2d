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
package io.pyramidion.cli.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one browser has not read yet: bounded, so that a slow one loses events and never memory. It
 * is told how many. Used by those who offer and by the one thread that takes.
 */
final class Browser {

    /** Bytes that may wait. */
    static final int CAPACITY = 4 << 20;

    /** Deltas leave this much room for what a page cannot do without: results and the like. */
    private static final int RESERVE = CAPACITY / 4;

    /** Written at once, so that a page with many texts is not woken for every token. */
    private static final Duration GATHER = Duration.ofMillis(30);

    private final Deque<Frame> waiting = new ArrayDeque<>();
    private int size;
    private long leftOut;
    private long takenAt = System.nanoTime();
    private boolean closed;

    /** Never waits. */
    synchronized void offer(Frame frame) {
        int limit = frame.spare() ? CAPACITY - RESERVE : CAPACITY;
        if (size + frame.size() > limit) {
            leftOut++;
            return;
        }
        waiting.add(frame);
        size += frame.size();
        notifyAll();
    }

    /** Nothing more comes. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * All that waits, as soon as there is some.
     *
     * @return no bytes if nothing came within the limit; empty once the browser is closed
     */
    synchronized Optional<byte[]> take(Duration limit) throws InterruptedException {
        pause(takenAt + GATHER.toNanos());
        long deadline = System.nanoTime() + limit.toNanos();
        while (waiting.isEmpty() && leftOut == 0 && !closed && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
        takenAt = System.nanoTime();
        return closed ? Optional.empty() : Optional.of(drained());
    }

    private void pause(long until) throws InterruptedException {
        while (!closed && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
    }

    private byte[] drained() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        waiting.forEach(frame -> bytes.writeBytes(frame.bytes()));
        waiting.clear();
        size = 0;
        if (leftOut > 0) {
            String told =
                    "event: %s\ndata: {\"count\":%d}\n\n"
                            .formatted(PageEvent.Kind.LEFT_OUT.wireName(), leftOut);
            bytes.writeBytes(told.getBytes(StandardCharsets.UTF_8));
            leftOut = 0;
        }
        return bytes.toByteArray();
    }
}
