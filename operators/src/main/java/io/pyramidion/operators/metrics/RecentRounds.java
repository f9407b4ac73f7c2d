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
package io.pyramidion.operators.metrics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Sizes and times of the latest rounds. Written by the task's thread, read by metric reporters. */
final class RecentRounds {

    static final int SIZE = 256;

    /** One round: how many requests, how long in all, how long inside models. */
    record Sample(int batchSize, long nanos, long[] modelNanos) {

        long insideModels() {
            return Arrays.stream(modelNanos).sum();
        }
    }

    private final Sample[] samples = new Sample[SIZE];
    private long count;

    synchronized void add(Sample sample) {
        samples[(int) (count % SIZE)] = sample;
        count++;
    }

    /** Mean of a value over the latest rounds; 0 before the first. */
    synchronized double mean(ToDoubleFunction<Sample> value) {
        int size = (int) Math.min(count, SIZE);
        return Arrays.stream(samples, 0, size).mapToDouble(value).average().orElse(0);
    }
}
