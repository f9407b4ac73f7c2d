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
package io.pyramidion.benchmarks.passes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How fast this machine reads memory: the floor of a forward pass that reads its weights once. */
public final class ReadBandwidth {

    /** Far more than a processor's caches hold. */
    private static final int LONGS = 1 << 25;

    private static final int REPEATS = 9;

    private ReadBandwidth() {}

    /** The best of several sweeps, bytes a second. */
    public static double measure(int threads) {
        long[] data = new long[LONGS];
        Arrays.setAll(data, i -> i);
        List<Double> rates = new ArrayList<>();
        long check = 0;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            check ^= sweep(data, threads);
            rates.add(8e9 * LONGS / (System.nanoTime() - start));
        }
        // Reading the sum keeps the sweeps from being optimised away.
        return check == 1 ? 0 : rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static long sweep(long[] data, int threads) {
        int part = LONGS / threads;
        return IntStream.range(0, threads)
                .parallel()
                .mapToLong(thread -> sum(data, thread * part, (thread + 1) * part))
                .sum();
    }

    private static long sum(long[] data, int from, int to) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        for (int i = from; i + 3 < to; i += 4) {
            a += data[i];
            b += data[i + 1];
            c += data[i + 2];
            d += data[i + 3];
        }
        return a + b + c + d;
    }
}
