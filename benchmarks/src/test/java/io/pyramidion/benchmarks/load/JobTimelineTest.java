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
package io.pyramidion.benchmarks.load;

import io.pyramidion.benchmarks.load.JobTimeline.Extent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of a job that was seen now and then. */
class JobTimelineTest {

    private final JobTimeline timeline = new JobTimeline();

    @Test
    void aJobThatWasNeverSeenDoesNotRun() {
        assertThat(timeline.runs()).isFalse();
        assertThat(timeline.runningSince()).isEqualTo(Long.MAX_VALUE);
        assertThat(timeline.stoppedSince(0)).isEqualTo(-1);
    }

    @Test
    void oneThatRunsOnHasNotStopped() {
        saw(10, Extent.ALL);
        saw(20, Extent.ALL);

        assertThat(timeline.runningSince()).isEqualTo(10);
        assertThat(timeline.stoppedSince(15)).isEqualTo(-1);
    }

    @Test
    void aRestartGoesFromThePartThatStoppedToAllThatRun() {
        saw(10, Extent.ALL);
        saw(20, Extent.NONE);
        saw(30, Extent.SOME);
        saw(40, Extent.ALL);

        assertThat(timeline.stoppedSince(12)).isEqualTo(20);
        assertThat(timeline.runsSince(20)).isEqualTo(40);
        assertThat(timeline.partlyRan(40)).isEqualTo(30);
    }

    @Test
    void aPartThatHadToStartAgainDoesNotCount() {
        saw(10, Extent.ALL);
        saw(20, Extent.NONE);
        saw(22, Extent.SOME);
        saw(24, Extent.NONE);
        saw(30, Extent.SOME);
        saw(40, Extent.ALL);
        saw(50, Extent.NONE);

        assertThat(timeline.partlyRan(40)).isEqualTo(30);
    }

    @Test
    void whatRanBeforeTheFaultDoesNotCountEither() {
        saw(10, Extent.SOME);
        saw(15, Extent.ALL);
        saw(20, Extent.SOME);
        saw(40, Extent.ALL);

        assertThat(timeline.partlyRan(40)).isEqualTo(20);
        assertThat(timeline.partlyRan(15)).isEqualTo(10);
    }

    @Test
    void allAtOnceIsTheFirstPart() {
        saw(20, Extent.NONE);
        saw(40, Extent.ALL);

        assertThat(timeline.partlyRan(40)).isEqualTo(40);
    }

    private void saw(long time, Extent extent) {
        timeline.saw(time, extent);
    }
}
