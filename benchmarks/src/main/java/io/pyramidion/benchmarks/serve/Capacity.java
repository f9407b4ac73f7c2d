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
package io.pyramidion.benchmarks.serve;

import java.util.List;

/** How much the plain job serves when more comes than it can take. */
final class Capacity {

    private static final int BATCHFULS = 4;

    private final WindowRunner windows;
    private final Policy plain;
    private final Load load;
    private final int slots;

    Capacity(WindowRunner windows, Policy plain, Load load, int slots) {
        this.windows = windows;
        this.plain = plain;
        this.load = load;
        this.slots = slots;
    }

    /**
     * Measures.
     *
     * @param seconds how long, roughly
     */
    double requestsPerSecond(double seconds) throws InterruptedException {
        double guess = of(windows.run(plain, load.flood(BATCHFULS * slots, -3)), slots);
        int count = Math.max(BATCHFULS * slots, (int) (guess * seconds));
        return of(windows.run(plain, load.flood(count, -4)), slots);
    }

    /** Requests a second in the time in which the batch was full. */
    static double of(Window window, int slots) {
        List<Double> ends = window.answers().stream().map(Answer::endToEnd).sorted().toList();
        int last = ends.size() - slots;
        return (last - slots) * 1e3 / (ends.get(last) - ends.get(slots));
    }
}
