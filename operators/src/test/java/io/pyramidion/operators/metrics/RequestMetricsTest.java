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

import io.pyramidion.operators.request.SloClass;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RequestMetricsTest {

    private final RecordedMetrics recorded = new RecordedMetrics();
    private final RequestMetrics metrics = new RequestMetrics(recorded);

    @Test
    void countsALatencyInEveryBucketThatHoldsIt() {
        finished(SloClass.INTERACTIVE, 99.5);
        finished(SloClass.INTERACTIVE, 100);
        finished(SloClass.INTERACTIVE, 100.5);
        finished(SloClass.INTERACTIVE, 1e9);
        assertThat(bucket("interactive", "50")).isZero();
        assertThat(bucket("interactive", "100")).isEqualTo(2);
        assertThat(bucket("interactive", "250")).isEqualTo(3);
        assertThat(bucket("interactive", "900000")).isEqualTo(3);
        assertThat(bucket("interactive", "+Inf")).isEqualTo(4);
        assertThat(recorded.count("class.interactive.timeToFirstTokenMsSum"))
                .isEqualTo(1_000_000_300);
        assertThat(bucket("batch", "+Inf")).isZero();
    }

    @Test
    void addsUpFractionsOfAMillisecond() {
        for (int i = 0; i < 10; i++) {
            metrics.finished(
                    new RequestEnd(SloClass.BATCH, "stop", Optional.empty()),
                    new RequestTimes(0, 0, 0.3, 0),
                    2);
        }
        assertThat(recorded.count("class.batch.timePerOutputTokenMsSum")).isEqualTo(3);
    }

    @Test
    void countsNoTimeOfATokenThatNeverCame() {
        RequestEnd end = new RequestEnd(SloClass.BATCH, "cancelled", Optional.empty());
        metrics.finished(end, new RequestTimes(5, 50, 0, 50), 0);
        metrics.finished(end, new RequestTimes(5, 50, 0, 50), 1);
        metrics.finished(end, new RequestTimes(5, 50, 7, 57), 2);

        assertThat(bucket("batch", "+Inf")).isEqualTo(2);
        assertThat(recorded.count("class.batch.le.+Inf.timePerOutputTokenMsBucket")).isOne();
        assertThat(recorded.count("class.batch.le.+Inf.endToEndMsBucket")).isEqualTo(3);
    }

    @Test
    void countsEndsByClassAndReasonAndObjective() {
        metrics.unstarted(new RequestEnd(SloClass.BATCH, "overloaded", Optional.of(false)));
        metrics.unstarted(new RequestEnd(SloClass.STANDARD, "error", Optional.empty()));
        finished(SloClass.STANDARD, 1);
        assertThat(recorded.count("class.batch.reason.overloaded.requestsFinished")).isOne();
        assertThat(recorded.count("class.batch.objectivesMissed")).isOne();
        assertThat(recorded.count("class.standard.reason.error.requestsFinished")).isOne();
        assertThat(recorded.count("class.standard.reason.stop.requestsFinished")).isOne();
        assertThat(recorded.count("class.standard.objectivesMet")).isOne();
        assertThat(recorded.count("class.standard.objectivesMissed")).isZero();
    }

    private void finished(SloClass sloClass, double toFirstToken) {
        metrics.finished(
                new RequestEnd(sloClass, "stop", Optional.of(true)),
                new RequestTimes(0, toFirstToken, 0, 0),
                1);
    }

    private long bucket(String sloClass, String bound) {
        return recorded.count("class." + sloClass + ".le." + bound + ".timeToFirstTokenMsBucket");
    }
}
