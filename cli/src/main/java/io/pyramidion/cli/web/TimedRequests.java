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

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs requests on the threads of another, each for a limited time: who sends one byte a minute
 * would keep a thread for ever. A thread that is late is interrupted, which closes the connection
 * that it reads from or writes to. The server's own limits hold for the whole JVM and are read
 * once. Owns a thread for the clock.
 */
final class TimedRequests implements Executor, AutoCloseable {

    private final Executor threads;
    private final Duration limit;
    private final ScheduledThreadPoolExecutor clock;
    private final ThreadLocal<Request> current = new ThreadLocal<>();

    TimedRequests(Executor threads, Duration limit) {
        this.threads = threads;
        this.limit = limit;
        this.clock =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "console-clock");
                            thread.setDaemon(true);
                            return thread;
                        });
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> run(task));
    }

    /** The limit no longer holds for the request that this thread runs. */
    void isRead() {
        current.get().end();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void run(Runnable task) {
        Request request = new Request(Thread.currentThread());
        current.set(request);
        Future<?> late = clock.schedule(request::interrupt, limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            task.run();
        } finally {
            request.end();
            late.cancel(false);
            current.remove();
            // Meant for this request, not for the thread's next one.
            Thread.interrupted();
        }
    }

    /** The clock interrupts a thread only while it runs this request. */
    private static final class Request {

        private final Thread thread;
        private boolean ended;

        private Request(Thread thread) {
            this.thread = thread;
        }

        private synchronized void interrupt() {
            if (!ended) {
                thread.interrupt();
            }
        }

        private synchronized void end() {
            ended = true;
        }
    }
}
