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
package io.pyramidion.cli.batch;

import io.pyramidion.cli.terminal.CommandException;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a run again and again while the command waits for its end. A look that fails stops the
 * run and is the last one: what cannot be looked at cannot be kept within its limits.
 */
final class BatchWatch {

    private static final long LOOK_MS = 200;

    private final Runnable look;
    private final Runnable stop;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "batch progress");
    private volatile CommandException failure;

    /**
     * Begins to look.
     *
     * @param look throws if the run is to be stopped
     * @param stop stops the run
     */
    BatchWatch(Runnable look, Runnable stop) {
        this.look = look;
        this.stop = stop;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            do {
                look.run();
            } while (!end.await(LOOK_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure =
                    e instanceof CommandException told
                            ? told
                            : new CommandException("Cannot tell how far the run is: " + e, e);
            stop.run();
        }
    }

    /** Looks no more; returns why the run was stopped, if it was. */
    Optional<CommandException> end() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(failure);
    }
}
