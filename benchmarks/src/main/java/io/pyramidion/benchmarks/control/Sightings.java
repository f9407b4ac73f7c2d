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
package io.pyramidion.benchmarks.control;

import java.util.ArrayList;
import java.util.List;

/** What the probe has seen: static, since Flink makes the probe, and in this JVM. */
final class Sightings {

    private static final List<Double> EVENT_MILLIS = new ArrayList<>();
    private static long results;
    private static long tokens;

    private Sightings() {}

    static synchronized void event(long nanos) {
        EVENT_MILLIS.add(nanos / 1e6);
    }

    static synchronized void result(int itsTokens) {
        results++;
        tokens += itsTokens;
    }

    static synchronized void forget() {
        EVENT_MILLIS.clear();
        results = 0;
        tokens = 0;
    }

    static synchronized List<Double> eventMillis() {
        return List.copyOf(EVENT_MILLIS);
    }

    static synchronized long results() {
        return results;
    }

    static synchronized long tokens() {
        return tokens;
    }
}
