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
package io.pyramidion.cli.batch;

import io.pyramidion.cli.terminal.CommandException;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class BatchWatchTest {

    private final CountDownLatch looks = new CountDownLatch(2);
    private final CountDownLatch stops = new CountDownLatch(1);

    @Test
    void looksUntilTheEnd() throws InterruptedException {
        BatchWatch watch = new BatchWatch(looks::countDown, stops::countDown);

        assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(watch.end()).isEmpty();
        assertThat(watch.end()).isEmpty();
        assertThat(stops.getCount()).isOne();
    }

    @Test
    void stopsARunThatMayNotGoOnAndSaysWhy() {
        CommandException refusal = new CommandException("too many");
        BatchWatch watch =
                new BatchWatch(
                        () -> {
                            throw refusal;
                        },
                        stops::countDown);

        assertThat(watch.end()).contains(refusal);
        assertThat(stops.getCount()).isZero();
    }

    @Test
    void stopsARunThatCannotBeLookedAt() {
        BatchWatch watch =
                new BatchWatch(
                        () -> {
                            throw new IllegalArgumentException("no JSON");
                        },
                        stops::countDown);

        assertThat(watch.end())
                .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("no JSON"));
        assertThat(stops.getCount()).isZero();
    }
}
