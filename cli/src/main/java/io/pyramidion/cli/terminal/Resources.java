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
package io.pyramidion.cli.terminal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a command has started, closed in reverse order: when the command ends, or by a shutdown hook
 * when Ctrl-C ends it. Each is closed once.
 */
public final class Resources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final Deque<Runnable> open = new ArrayDeque<>();
    private boolean closed;

    public Resources() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close resources"));
    }

    /**
     * Takes over a resource; called with what {@code close()} of it is.
     *
     * @throws CommandException if the command is ending already; the resource is closed then
     */
    public synchronized void add(Runnable close) {
        if (closed) {
            close.run();
            throw new CommandException("Stopped");
        }
        open.push(close);
    }

    /** Whether the command is ending, so that failures of what it used mean nothing. */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    /** One that cannot be closed must not keep the others open. */
    private static void close(Runnable resource) {
        try {
            resource.run();
        } catch (RuntimeException e) {
            LOG.warn("Cannot close a resource", e);
        }
    }
}
