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
package io.pyramidion.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * The loaded pyramids of this JVM: users with equal specs share one copy of the weights, loaded for
 * the first and freed after the last. Lives as long as the class loader that loaded the engine, so
 * a job that restarts while another still runs finds its models loaded.
 */
public final class PyramidPool {

    /** A use of a pyramid; close it when done. Closing twice does no harm. */
    public static final class Lease implements AutoCloseable {

        private final PyramidSpec spec;
        private final Pyramid pyramid;
        private boolean closed;

        private Lease(PyramidSpec spec, Pyramid pyramid) {
            this.spec = spec;
            this.pyramid = pyramid;
        }

        public Pyramid pyramid() {
            return pyramid;
        }

        @Override
        public void close() {
            synchronized (LOADED) {
                if (!closed) {
                    closed = true;
                    release(spec);
                }
            }
        }
    }

    private static final class Entry {
        private final Pyramid pyramid;
        private int users;

        private Entry(Pyramid pyramid) {
            this.pyramid = pyramid;
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
        synchronized (LOADED) {
            Entry entry = LOADED.computeIfAbsent(spec, s -> new Entry(Pyramid.load(s)));
            entry.users++;
            return new Lease(spec, entry.pyramid);
        }
    }

    private static void release(PyramidSpec spec) {
        Entry entry = LOADED.get(spec);
        entry.users--;
        if (entry.users == 0) {
            LOADED.remove(spec);
            entry.pyramid.free();
        }
    }
}
