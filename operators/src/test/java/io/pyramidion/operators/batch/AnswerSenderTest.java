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

import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.operators.controller.law.Attained;
import io.pyramidion.operators.controller.law.ClassLoad;
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.tracing.RequestTracing;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.ServiceLevelObjective;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever answers a request counts what came of it: no way to end one passes the count by. */
class AnswerSenderTest implements Departures {

    private static final long SENT = 1_000;

    private final List<ResultEnvelope> results = new ArrayList<>();
    private final LoadWatch load = new LoadWatch(() -> 0);
    private final AnswerSender answers =
            new AnswerSender(
                    "model",
                    null,
                    this,
                    new RequestMetrics(new UnregisteredMetricsGroup()),
                    load,
                    RequestTracing.OFF);

    @Test
    void countsThoseThatExpireAreFoundTooLateOrAreShed() {
        answers.unstarted(request(), FinishReason.DEADLINE_EXCEEDED, null, SENT + 700);
        answers.unstarted(request(), FinishReason.OVERLOADED, null, SENT + 100);

        ClassLoad counted = load.report(List.of(), 0, 1, SENT).of(SloClass.BATCH);
        assertThat(counted.ttft()).isEqualTo(new Attained(0, 2));
        assertThat(counted.deadline()).isEqualTo(new Attained(0, 2));
        assertThat(results)
                .allSatisfy(result -> assertThat(result.getAnswer().getSlo().getMet()).isFalse());
    }

    @Test
    void countsACancelledRequestOnlyForWhatWasLostBefore() {
        answers.unstarted(request(), FinishReason.CANCELLED, null, SENT + 100);
        answers.unstarted(request(), FinishReason.CANCELLED, null, SENT + 350);

        ClassLoad counted = load.report(List.of(), 0, 1, SENT).of(SloClass.BATCH);
        assertThat(counted.ttft()).isEqualTo(new Attained(0, 1));
        assertThat(counted.deadline()).isEqualTo(Attained.NOTHING);
    }

    private static RequestEnvelope request() {
        GenerationRequest request = new GenerationRequest();
        request.setRequestId("request");
        request.setMetadata(Map.of());
        request.setSlo(
                ServiceLevelObjective.newBuilder()
                        .setSloClass("batch")
                        .setTtftMs(300L)
                        .setDeadline(Instant.ofEpochMilli(SENT + 600))
                        .build());
        return new RequestEnvelope(
                request,
                new Origin(SENT, null, List.of(), null),
                ByteBuffer.allocate(0),
                Command.GENERATE);
    }

    @Override
    public void result(ResultEnvelope result) {
        results.add(result);
    }

    @Override
    public void delta(DeltaEnvelope delta) {}

    @Override
    public void deadLetter(DeadLetter letter) {}
}
