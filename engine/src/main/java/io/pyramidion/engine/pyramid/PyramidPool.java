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

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The loaded pyramids of this JVM: users with equal specs share one copy of the weights, loaded for
 * the first and freed after the last. Lives as long as the class loader that loaded the engine, so
 * a job that restarts while another still runs finds its models loaded. Who waits for a pyramid to
 * load keeps nobody from using or leaving another.
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
            synchronized (LOADED) {
                if (closed) {
                    return;
                }
                closed = true;
                entry.users--;
                if (entry.users > 0) {
                    return;
                }
                LOADED.remove(spec);
            }
            entry.free();
        }
    }

    /** A pyramid, loaded under this object's own lock; its users are counted under the pool's. */
    private static final class Entry {

        private Pyramid pyramid;
        private int users;

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

    private static final Map<PyramidSpec, Entry> LOADED = new HashMap<>();

    private PyramidPool() {}

    /**
     * Leases the pyramid of a spec, loading it if nobody uses it yet.
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
        Lease lease;
        synchronized (LOADED) {
            Entry entry = LOADED.computeIfAbsent(spec, ignored -> new Entry());
            entry.users++;
            lease = new Lease(spec, entry);
        }
        try {
            lease.entry.load(spec, loader);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        return lease;
    }
}
