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
package io.pyramidion.operators.request;

import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ServiceLevelObjective;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class TermsTest {

    private static final Duration MAX_QUEUE = Duration.ofSeconds(5);

    @Test
    void takesAClassAndCountsTheQueueTimeFromTheEventTime() {
        Terms terms = Terms.of(envelope("batch"), MAX_QUEUE);

        assertThat(terms).isEqualTo(new Terms(SloClass.BATCH, Terms.NEVER, 6_000));
    }

    @Test
    void countsAClassThatItDoesNotKnowAsStandard() {
        assertThat(Terms.of(envelope("of a later version"), MAX_QUEUE).sloClass())
                .isEqualTo(SloClass.STANDARD);
    }

    @Test
    void takesWhatIsWantedFromTheEventTime() {
        ServiceLevelObjective slo =
                ServiceLevelObjective.newBuilder().setTtftMs(200L).setTpotMs(30L).build();

        assertThat(Terms.of(envelope(slo), MAX_QUEUE).wanted())
                .isEqualTo(new WantedTimes(1_200, 30));
    }

    @Test
    void isShedWhereItSaysSoElseByItsClass() {
        Set<SloClass> batch = Set.of(SloClass.BATCH);

        assertThat(Terms.of(envelope("batch"), MAX_QUEUE).mayBeShed(batch)).isTrue();
        assertThat(Terms.of(envelope("batch"), MAX_QUEUE).mayBeShed(Set.of())).isFalse();
        assertThat(Terms.of(envelope("standard"), MAX_QUEUE).mayBeShed(batch)).isFalse();
        assertThat(Terms.of(shed("batch", false), MAX_QUEUE).mayBeShed(batch)).isFalse();
        assertThat(Terms.of(shed("interactive", true), MAX_QUEUE).mayBeShed(Set.of())).isTrue();
    }

    @Test
    void neverShedsACommand() {
        RequestEnvelope forget = envelope("batch");
        forget.setCommand(Command.FORGET);

        assertThat(Terms.of(forget, MAX_QUEUE).mayBeShed(Set.of(SloClass.values()))).isFalse();
    }

    private static RequestEnvelope shed(String sloClass, boolean shed) {
        return envelope(
                ServiceLevelObjective.newBuilder().setSloClass(sloClass).setShed(shed).build());
    }

    private static RequestEnvelope envelope(String sloClass) {
        return envelope(ServiceLevelObjective.newBuilder().setSloClass(sloClass).build());
    }

    private static RequestEnvelope envelope(ServiceLevelObjective slo) {
        GenerationRequest request = new GenerationRequest();
        request.setRequestId("r");
        request.setSlo(slo);
        Origin origin = new Origin(1_000L, null, List.of(), null);
        return new RequestEnvelope(request, origin, ByteBuffer.allocate(0), Command.GENERATE);
    }
}
