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
package io.pyramidion.operators.controller;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs something again and again, on a daemon thread of its own, until it is closed. Whatever it
 * throws, errors included, ends that run only: the first of each spell is logged. Owns its thread.
 */
final class DaemonTimer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonTimer.class);

    private final ScheduledExecutorService executor;
    private final String name;
    private final Runnable task;
    private boolean failing;

    private DaemonTimer(String name, Runnable task) {
        this.name = name;
        this.task = task;
        this.executor =
                Executors.newSingleThreadScheduledExecutor(
                        run -> {
                            Thread thread = new Thread(run, name);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Starts one.
     *
     * @param name of its thread
     * @param interval time between the end of a run and the start of the next
     */
    static DaemonTimer start(String name, Duration delay, Duration interval, Runnable task) {
        DaemonTimer timer = new DaemonTimer(name, task);
        timer.executor.scheduleWithFixedDelay(
                timer::run, delay.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return timer;
    }

    /** The executor would end a task that throws without a word. */
    private void run() {
        try {
            task.run();
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                LOG.error("{} failed; it goes on.", name, e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
