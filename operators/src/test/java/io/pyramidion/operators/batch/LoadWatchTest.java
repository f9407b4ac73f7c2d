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
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.operators.controller.law.Attained;
import io.pyramidion.operators.controller.law.HeadReport;
import io.pyramidion.operators.request.Shedding;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.request.WantedTimes;
import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.GenerationProgress;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ServiceLevelObjective;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class LoadWatchTest {

    private static final long NOW = 100_000;
    private static final int SLOTS = 4;

    private final LoadWatch watch = new LoadWatch();

    @Test
    void tellsWhatRoundsBroughtAndHowFullTheyWere() {
        Sequence sequence = sequence();
        RoundOutcome outcome =
                new RoundOutcome(
                        Map.of(sequence, 5),
                        List.of(new RoundOutcome.Run(sequence, AcceptanceStage.DRAFT_TARGET, 6, 4)),
                        List.of(),
                        Map.of(),
                        1);
        watch.roundEnded(outcome, true, NOW);
        watch.roundEnded(outcome, false, NOW);

        HeadReport report = watch.report(List.of(), 3, SLOTS, NOW);

        assertThat(report.fullRounds()).isEqualTo(0.5);
        assertThat(report.drafted()).isEqualTo(12);
        assertThat(report.accepted()).isEqualTo(8);
        assertThat(report.tokensPerSecond()).isEqualTo(10);
        assertThat(report.running()).isEqualTo(3);
        assertThat(report.slots()).isEqualTo(SLOTS);
        assertThat(watch.report(List.of(), 3, SLOTS, NOW).fullRounds()).isZero();
    }

    @Test
    void tellsWhoWaitsAndWhoWillBeLateAtThePaceOfTheWindow() {
        for (int i = 0; i < 2; i++) {
            watch.missed(null, NOW);
        }
        List<Ticket> line = new ArrayList<>();
        line.add(ticket(SloClass.INTERACTIVE, NOW - 2_000, NOW + 600));
        line.add(ticket(SloClass.INTERACTIVE, NOW - 500, NOW + 600));
        line.add(ticket(SloClass.BATCH, NOW - 9_000, Terms.NEVER));

        HeadReport report = watch.report(line, 4, SLOTS, NOW);

        // Two end in a second: the first starts in half a second, the second in one.
        assertThat(report.due()).isEqualTo(2);
        assertThat(report.doomed()).isEqualTo(1);
        assertThat(report.of(SloClass.INTERACTIVE).waiting()).isEqualTo(2);
        assertThat(report.of(SloClass.INTERACTIVE).oldestWait()).isEqualTo(2_000);
        assertThat(report.of(SloClass.STANDARD).waiting()).isZero();
        assertThat(report.of(SloClass.BATCH).oldestWait()).isEqualTo(9_000);
    }

    @Test
    void countsWhatWasMetAndWhatWasMissed() {
        ServiceLevelObjective slo = slo("interactive", 300L, 40L, NOW + 1_000);
        watch.firstToken(generation(slo, null, NOW - 800), NOW - 800);
        watch.finished(generation(slo, "length", NOW - 800), NOW);
        watch.firstToken(generation(slo, null, NOW - 500), NOW - 500);
        watch.finished(generation(slo, "deadline_exceeded", NOW - 500), NOW + 1_000);
        watch.finished(generation(slo, "cancelled", NOW - 500), NOW);
        watch.missed(slo, NOW);
        watch.missed(slo("batch", null, null, NOW), NOW);

        HeadReport report = watch.report(List.of(), 0, SLOTS, NOW + 1_000);

        assertThat(report.of(SloClass.INTERACTIVE).ttft()).isEqualTo(new Attained(1, 2));
        assertThat(report.of(SloClass.INTERACTIVE).tpot()).isEqualTo(new Attained(0, 2));
        assertThat(report.of(SloClass.INTERACTIVE).deadline()).isEqualTo(new Attained(1, 1));
        assertThat(report.of(SloClass.BATCH).deadline()).isEqualTo(new Attained(0, 1));
        assertThat(report.of(SloClass.STANDARD).ttft()).isEqualTo(Attained.NOTHING);
    }

    private static Ticket ticket(SloClass sloClass, long since, long firstTokenDue) {
        Terms terms =
                new Terms(
                        sloClass,
                        Terms.NEVER,
                        Terms.NEVER,
                        new WantedTimes(firstTokenDue, Double.POSITIVE_INFINITY),
                        Shedding.BY_CLASS);
        return new Ticket("key", "request", terms, since, 0);
    }

    private static ServiceLevelObjective slo(String sloClass, Long ttft, Long tpot, long deadline) {
        ServiceLevelObjective slo = new ServiceLevelObjective();
        slo.setSloClass(sloClass);
        slo.setTtftMs(ttft);
        slo.setTpotMs(tpot);
        slo.setDeadline(Instant.ofEpochMilli(deadline));
        return slo;
    }

    /** Sent a second before {@link #NOW}; it has three tokens. */
    private static Generation generation(
            ServiceLevelObjective slo, String finishReason, long firstTokenAt) {
        GenerationRequest request = new GenerationRequest();
        request.setRequestId("request");
        request.setSlo(slo);
        AdmittedRequest admitted = new AdmittedRequest();
        admitted.setRequest(request);
        admitted.setAdmittedAt(NOW - 1_000);
        admitted.setOrigin(new Origin(NOW - 1_000, null, List.of(), null));
        GenerationProgress progress = new GenerationProgress();
        progress.setFinishReason(finishReason);
        progress.setFirstTokenAt(firstTokenAt);
        progress.setTokenIds(List.of(3, 4, 5));
        progress.setRounds(1L);
        progress.setChoices(List.of());
        progress.setStages(Map.of());
        progress.setRoundsByArm(Map.of());
        return Generation.resume(admitted, progress, List.of(sequence()));
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
