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
package io.pyramidion.engine.decoder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells the log of one load that takes long: how far it is every few seconds, and that it is done.
 * Silent about a model that is loaded before the first line is due.
 */
final class LoadLog implements LoadProgress {

    private static final Logger LOG = LoggerFactory.getLogger(LoadLog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final LongSupplier nanoClock;
    private final long start;
    private long due;

    LoadLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
        this.due = start + INTERVAL.toNanos();
    }

    @Override
    public void report(Path model, long read, long total) {
        long now = nanoClock.getAsLong();
        if (now - due >= 0) {
            LOG.info(
                    "Loading {}: {} % of {} MB read", model, 100 * read / total, total / 1_000_000);
            due = now + INTERVAL.toNanos();
        }
    }

    @Override
    public void loaded(Path model, Precision precision, long kept) {
        long nanos = nanoClock.getAsLong() - start;
        if (nanos >= INTERVAL.toNanos()) {
            LOG.info(
                    "Loaded {} in {} s: {} MB of weights in {}",
                    model,
                    Duration.ofNanos(nanos).toSeconds(),
                    kept / 1_000_000,
                    precision);
        }
    }
}
