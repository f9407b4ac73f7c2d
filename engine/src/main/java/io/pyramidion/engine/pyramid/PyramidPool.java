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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.decoder.LoadProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The loaded pyramids of this JVM: users with equal specs share one copy of the weights, loaded for
 * the first and freed after the last, who may leave it for a while to whoever comes next. So a job
 * that restarts finds its models loaded. A pyramid that was left is freed earlier when another has
 * to be loaded, and is not given to anybody once its files have changed. Lives as long as the class
 * loader that loaded the engine. Who waits for a pyramid to load keeps nobody from using or leaving
 * another.
 */
public final class PyramidPool {

    /** A use of a pyramid; close it when done. Closing twice does no harm. */
    public static final class Lease implements AutoCloseable {

        private final PyramidSpec spec;
        private final Entry entry;
        private boolean closed;

        private Lease(PyramidSpec spec, Entry entry) {
            this.spec = spec;
            this.entry = entry;
        }

        public Pyramid pyramid() {
            return entry.pyramid;
        }

        @Override
        public void close() {
            end().ifPresent(uses -> freeIfUnused(spec, entry, uses));
        }

        /**
         * The same, but the last user leaves the pyramid loaded for a while, unless another one is
         * in use by then: there may not be memory for both.
         *
         * @param keep for how long, if nobody uses it meanwhile
         */
        public void leave(Duration keep) {
            OptionalLong uses;
            boolean alone;
            synchronized (LOADED) {
                uses = end();
                alone = LOADED.values().stream().noneMatch(each -> each.users > 0);
            }
            if (uses.isPresent() && alone) {
                LATER.schedule(
                        () -> freeLeft(spec, entry, uses.getAsLong()),
                        keep.toMillis(),
                        TimeUnit.MILLISECONDS);
            } else {
                uses.ifPresent(last -> freeIfUnused(spec, entry, last));
            }
        }

        /** How often the pyramid had been leased, if that was the last use of it. */
        private OptionalLong end() {
            synchronized (LOADED) {
                if (closed) {
                    return OptionalLong.empty();
                }
                closed = true;
                entry.users--;
                return entry.users == 0 ? OptionalLong.of(entry.uses) : OptionalLong.empty();
            }
        }
    }

    /** A pyramid, loaded under this object's own lock; its users are counted under the pool's. */
    private static final class Entry {

        private final Optional<ModelFiles> files;
        private Pyramid pyramid;
        private int users;
        private long uses;

        private Entry(Optional<ModelFiles> files) {
            this.files = files;
        }

        private boolean isOutdated(Optional<ModelFiles> now) {
            return users == 0 && (now.isEmpty() || !now.equals(files));
        }

        private synchronized void load(PyramidSpec spec, Function<PyramidSpec, Pyramid> loader) {
            if (pyramid == null) {
                pyramid = loader.apply(spec);
            }
        }

        private synchronized void free() {
            if (pyramid != null) {
                pyramid.free();
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(PyramidPool.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Map<PyramidSpec, Entry> LOADED = new HashMap<>();
    private static final ScheduledThreadPoolExecutor LATER = later();

    private PyramidPool() {}

    /** Its thread ends when nothing is left, and holds no class loader but this class's own. */
    private static ScheduledThreadPoolExecutor later() {
        ScheduledThreadPoolExecutor later =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "pyramidion-pool");
                            thread.setDaemon(true);
                            thread.setContextClassLoader(PyramidPool.class.getClassLoader());
                            return thread;
                        });
        later.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        later.allowCoreThreadTimeOut(true);
        return later;
    }

    /**
     * Leases the pyramid of a spec, loading it if this JVM does not have it.
     *
     * @throws io.pyramidion.engine.model.ModelException if it cannot be loaded
     */
    public static Lease acquire(PyramidSpec spec) {
        return acquire(spec, (model, read, total) -> {});
    }

    /**
     * The same for somebody who waits.
     *
     * @param progress follows each model, if the pyramid is loaded by this call
     */
    public static Lease acquire(PyramidSpec spec, LoadProgress progress) {
        return acquire(spec, wanted -> PyramidLoader.load(wanted, progress));
    }

    static Lease acquire(PyramidSpec spec, Function<PyramidSpec, Pyramid> loader) {
        Optional<ModelFiles> files = ModelFiles.of(spec);
        List<Entry> unused = new ArrayList<>();
        Lease lease;
        synchronized (LOADED) {
            Entry entry = LOADED.get(spec);
            if (entry == null || entry.isOutdated(files)) {
                LOADED.values().removeIf(each -> each.users == 0 && unused.add(each));
                entry = new Entry(files);
                LOADED.put(spec, entry);
            }
            entry.users++;
            entry.uses++;
            lease = new Lease(spec, entry);
        }
        // Before the new one is loaded: there may not be memory for both.
        unused.forEach(Entry::free);
        try {
            lease.entry.load(spec, loader);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
        return lease;
    }

    /** Whether this JVM has it, in use or left for a while. */
    static boolean isLoaded(PyramidSpec spec) {
        synchronized (LOADED) {
            return LOADED.containsKey(spec);
        }
    }

    private static void freeLeft(PyramidSpec spec, Entry entry, long uses) {
        try {
            freeIfUnused(spec, entry, uses);
        } catch (RuntimeException | Error e) {
            // Nobody waits for it who could be told.
            LOG.warn("The weights of {}, which nobody uses, were not freed.", spec.target(), e);
        }
    }

    /**
     * @param uses how often it had been leased when it was left
     */
    private static void freeIfUnused(PyramidSpec spec, Entry entry, long uses) {
        synchronized (LOADED) {
            // False also where it was freed to make room.
            if (entry.users > 0 || entry.uses > uses || !LOADED.remove(spec, entry)) {
                return;
            }
        }
        entry.free();
    }
}
