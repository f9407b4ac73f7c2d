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
package io.pyramidion.operators.controller;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class DaemonTimerTest {

    @Test
    void runsOnWhateverItsTaskThrows() throws Exception {
        CountDownLatch runs = new CountDownLatch(4);
        Runnable task =
                () -> {
                    runs.countDown();
                    if (runs.getCount() % 2 == 0) {
                        throw new NoClassDefFoundError("an error");
                    }
                    throw new IllegalStateException("an exception");
                };

        DaemonTimer timer = DaemonTimer.start("test", Duration.ZERO, Duration.ofMillis(1), task);
        try {
            assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.close();
        }
    }
}
