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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.pyramid.ScriptedPyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.operators.controller.law.Attained;
import io.pyramidion.operators.controller.law.ClassLoad;
import io.pyramidion.operators.controller.law.HeadReport;
import io.pyramidion.operators.request.Shedding;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.request.WantedTimes;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SloAttainment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class LoadWatchTest {

    private static final long NOW = 100_000;
    private static final int SLOTS = 4;

    private final AtomicLong ticks = new AtomicLong();
    private final LoadWatch watch = new LoadWatch(ticks::get);

    @Test
    void tellsWhatRoundsBroughtAndHowFullTheyWere() {
        Sequence sequence = sequence();
        RoundOutcome outcome =
                new RoundOutcome(
                        Map.of(sequence, 5),
                        List.of(
                                new RoundOutcome.Run(sequence, AcceptanceStage.DRAFT_TARGET, 6, 4),
                                new RoundOutcome.Run(
                                        sequence, AcceptanceStage.QUALIFIER_TARGET, 3, 3),
                                new RoundOutcome.Run(
                                        sequence, AcceptanceStage.DRAFT_QUALIFIER, 9, 1),
                                new RoundOutcome.Run(
                                        sequence, AcceptanceStage.PROMPT_LOOKUP, 9, 1)),
                        List.of(),
                        Map.of(),
                        1);
        watch.roundEnded(outcome, true);
        watch.roundEnded(outcome, false);

        HeadReport report = watch.report(List.of(), 3, SLOTS, NOW);

        assertThat(report.fullRounds()).isEqualTo(0.5);
        assertThat(report.accepted()).isEqualTo(14);
        assertThat(report.cutShort()).isEqualTo(2);
        assertThat(report.tokensPerSecond()).isEqualTo(10);
        assertThat(report.running()).isEqualTo(3);
        assertThat(report.slots()).isEqualTo(SLOTS);
        assertThat(watch.report(List.of(), 3, SLOTS, NOW).fullRounds()).isZero();
    }

    @Test
    void tellsWhoWaitsAndWhoWillBeLateAtThePaceOfTheWindow() {
        for (int i = 0; i < 2; i++) {
            watch.served(null, false);
        }
        watch.arrived();
        watch.arrived();
        // One of them left without running.
        watch.unserved(null);
        List<Ticket> line = new ArrayList<>();
        line.add(ticket(SloClass.INTERACTIVE, -2_000, NOW + 600));
        line.add(ticket(SloClass.INTERACTIVE, -500, NOW + 600));
        line.add(ticket(SloClass.BATCH, -9_000, Terms.NEVER));

        HeadReport report = watch.report(line, 4, SLOTS, NOW);

        // Two end in a second: the first starts in half a second, the second in one.
        assertThat(report.due()).isEqualTo(2);
        assertThat(report.doomed()).isEqualTo(1);
        assertThat(report.of(SloClass.INTERACTIVE).waiting()).isEqualTo(2);
        assertThat(report.of(SloClass.INTERACTIVE).oldestWait()).isEqualTo(2_000);
        assertThat(report.of(SloClass.STANDARD).waiting()).isZero();
        assertThat(report.of(SloClass.BATCH).oldestWait()).isEqualTo(9_000);
        assertThat(report.arrived()).isEqualTo(1);
        assertThat(report.served()).isEqualTo(2);
    }

    @Test
    void measuresWaitsByAClockThatNobodySets() {
        List<Ticket> line = List.of(ticket(SloClass.STANDARD, 0, Terms.NEVER));
        ticks.set(700);

        HeadReport report = watch.report(line, 0, SLOTS, NOW + 3_600_000);

        assertThat(report.of(SloClass.STANDARD).oldestWait()).isEqualTo(700);
    }

    @ParameterizedTest
    @EnumSource(FinishReason.class)
    void countsWhatTheResultTellsHoweverARequestEnds(FinishReason reason) {
        ServiceLevelObjective slo = slo("interactive", 300L, 40L, NOW - 1);
        Double[][] times = {{null, null}, {200.0, null}, {400.0, 30.0}, {200.0, 50.0}};
        for (Double[] measured : times) {
            for (long end : new long[] {NOW - 10, NOW}) {
                LoadWatch each = new LoadWatch(ticks::get);
                boolean ran = measured[0] != null;
                SloAttainment told =
                        Attainment.of(slo, reason, NOW - 250, end, measured[0], measured[1]);
                if (ran) {
                    each.firstToken(slo, measured[0]);
                    each.served(told, true);
                } else {
                    each.unserved(told);
                }

                ClassLoad load = each.report(List.of(), 0, SLOTS, NOW).of(SloClass.INTERACTIVE);
                assertThat(load.ttft()).isEqualTo(counted(told.getTtftMs().getMet()));
                assertThat(load.tpot()).isEqualTo(counted(told.getTpotMs().getMet()));
                assertThat(load.deadline()).isEqualTo(counted(told.getDeadline().getMet()));
            }
        }
    }

    private static Attained counted(Boolean met) {
        if (met == null) {
            return Attained.NOTHING;
        }
        return met ? new Attained(1, 0) : new Attained(0, 1);
    }

    private static Ticket ticket(SloClass sloClass, long since, long firstTokenDue) {
        Terms terms =
                new Terms(
                        sloClass,
                        Terms.NEVER,
                        Terms.NEVER,
                        new WantedTimes(firstTokenDue, Double.POSITIVE_INFINITY),
                        Shedding.BY_CLASS);
        return new Ticket("key", "request", terms, false, since, 0);
    }

    private static ServiceLevelObjective slo(String sloClass, Long ttft, Long tpot, long deadline) {
        ServiceLevelObjective slo = new ServiceLevelObjective();
        slo.setSloClass(sloClass);
        slo.setTtftMs(ttft);
        slo.setTpotMs(tpot);
        slo.setDeadline(Instant.ofEpochMilli(deadline));
        return slo;
    }

    private static Sequence sequence() {
        PyramidSpec models =
                new PyramidSpec(
                        Path.of(System.getProperty("pyramidion.root"), "models", "target"),
                        Optional.empty(),
                        Optional.empty(),
                        RoleWeights.all(Precision.FLOAT32),
                        1);
        try (PyramidPool.Lease lease = ScriptedPyramid.lease(models, 0.5)) {
            return lease.pyramid()
                    .sequences()
                    .create(
                            "key",
                            new int[] {1, 2},
                            new int[] {3, 4, 5},
                            SamplingParameters.greedy(8),
                            Speculation.OFF,
                            64);
        }
    }
}
