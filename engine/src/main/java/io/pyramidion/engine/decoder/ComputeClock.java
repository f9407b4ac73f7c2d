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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/**
 * Nanoseconds by which trial passes of a decoder are timed. What a processor did for other threads
 * meanwhile says nothing of a model, and models are loaded just when a whole job starts. So what
 * the calling thread itself computed counts, as long as it is the processor that computes.
 */
public final class ComputeClock {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ComputeClock() {}

    /** The clock of the calling thread, which must make the passes. */
    public static LongSupplier of(Decoder decoder) {
        return decoder.usesAccelerator() || !THREADS.isCurrentThreadCpuTimeSupported()
                ? System::nanoTime
                : THREADS::getCurrentThreadCpuTime;
    }
}
