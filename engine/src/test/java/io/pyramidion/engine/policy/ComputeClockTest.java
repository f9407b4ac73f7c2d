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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.decoder.ComputeClock;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

import static org.assertj.core.api.Assertions.assertThat;

class ComputeClockTest {

    private static final long LONG = 30_000_000;

    @Test
    void whatOtherThreadsComputeMeanwhileDoesNotCount() throws InterruptedException {
        LongSupplier clock = ofThisThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread other =
                new Thread(
                        () -> {
                            compute(ofThisThread());
                            done.countDown();
                        });
        long start = clock.getAsLong();
        other.start();
        done.await();
        assertThat(clock.getAsLong() - start).isLessThan(LONG / 2);
        other.join();
    }

    @Test
    void whatTheThreadComputesCounts() {
        LongSupplier clock = ofThisThread();
        long start = clock.getAsLong();
        long wall = System.nanoTime();
        compute(clock);
        assertThat(clock.getAsLong() - start).isBetween(LONG, System.nanoTime() - wall + LONG / 10);
    }

    private static LongSupplier ofThisThread() {
        return ComputeClock.of(new TimedDecoder(positions -> 1, 64));
    }

    private static void compute(LongSupplier clock) {
        long end = clock.getAsLong() + LONG;
        while (clock.getAsLong() < end) {
            Thread.onSpinWait();
        }
    }
}
