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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the job once a second and tells the page, also that it cannot be looked at. Owns a
 * thread.
 */
final class JobWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A look at the job. */
    interface Look {
        ObjectNode next() throws IOException;
    }

    private final Look look;
    private final Broadcast broadcast;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "console samples");
                        thread.setDaemon(true);
                        return thread;
                    });

    private JobWatch(Look look, Broadcast broadcast) {
        this.look = look;
        this.broadcast = broadcast;
    }

    static JobWatch start(Look look, Broadcast broadcast) {
        JobWatch watch = new JobWatch(look, broadcast);
        watch.clock.scheduleWithFixedDelay(
                watch::tell, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void tell() {
        ObjectNode sample;
        try {
            sample = look.next();
        } catch (IOException | RuntimeException e) {
            // A watch that ended by an exception would show the last numbers for good.
            LOG.debug("No sample of the job", e);
            sample = JsonNodeFactory.instance.objectNode();
            sample.put("problem", e.getMessage() == null ? e.toString() : e.getMessage());
        }
        sample.put("t", System.currentTimeMillis());
        broadcast.publish(PageEvent.of(PageEvent.Kind.SAMPLE, sample));
    }
}
