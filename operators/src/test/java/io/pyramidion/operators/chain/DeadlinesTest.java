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
package io.pyramidion.operators.chain;

import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.ServiceLevelObjective;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock stands still but where a test sets it. */
class DeadlinesTest {

    private static final ChainSettings ONE_SLOT = Family.settings(1, 8);

    @Test
    void stopsARunningRequestWithWhatThereIs() throws Exception {
        GenerationRequest story = due(Requests.story(0, 200), 1000);
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(0, story));
            chain.step();
            chain.step();
            chain.step();
            chain.head().setProcessingTime(1000);
            chain.step();

            GenerationResult result = chain.result("story-0");
            assertThat(result.getFinishReason()).isEqualTo("deadline_exceeded");
            assertThat(result.getError()).isNull();
            List<Integer> whole = Reference.tokenIds(List.of(story)).get("story-0");
            assertThat(result.getTokenIds())
                    .isNotEmpty()
                    .isEqualTo(whole.subList(0, result.getTokenIds().size()));
        }
    }

    @Test
    void aClockThatIsSetInMidRoundMakesRoundsNoSlower() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(0, Requests.story(0, 8)));
            chain.setClockForwardInNextPass(Duration.ofHours(1));
            chain.untilResults(1);

            // By the wall clock that round took an hour.
            long now = chain.head().getProcessingTime();
            chain.send(Requests.at(now, due(Requests.story(1, 8), now + 60_000)));
            chain.finishAll();

            assertThat(chain.result("story-1").getFinishReason()).isEqualTo("length");
        }
    }

    @Test
    void answersAWaitingRequestAsSoonAsItsDeadlineHasPassed() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(0, Requests.story(0, 200)));
            chain.send(Requests.at(400, due(Requests.story(1, 8), 1000)));
            chain.step();
            assertThat(chain.results()).isEmpty();

            chain.head().setProcessingTime(1000);
            chain.step();

            GenerationResult result = chain.result("story-1");
            assertThat(result.getFinishReason()).isEqualTo("deadline_exceeded");
            assertThat(result.getError().getStage()).isEqualTo("wait");
            assertThat(result.getError().getField()).isEqualTo("slo.deadline");
            assertThat(result.getError().getMessage())
                    .isEqualTo(
                            "slo.deadline was 600 ms after the request; it had not run by then,"
                                    + " nor 600 ms after it");
            assertThat(result.getTokenIds()).isEmpty();
            assertThat(chain.deadLetters()).isEmpty();
        }
    }

    @Test
    void failsEarlyWhatCannotHaveATokenInTime() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(0, Requests.story(0, 12)));
            chain.letEveryPassTake(100);
            chain.finishAll();
            chain.letEveryPassTake(0);
            long now = chain.head().getProcessingTime();

            chain.send(Requests.at(now, due(Requests.story(1, 8), now + 100)));
            chain.send(Requests.at(now, due(Requests.story(2, 8), now + 10_000)));
            chain.finishAll();

            assertThat(chain.result("story-1").getFinishReason()).isEqualTo("deadline_exceeded");
            assertThat(chain.result("story-1").getError().getMessage())
                    .startsWith("slo.deadline is 100 ms from admission; the first token takes");
            assertThat(chain.result("story-2").getFinishReason()).isEqualTo("length");
        }
    }

    @Test
    void limitsTheTimeInTheQueue() throws Exception {
        GenerationRequest own = Requests.story(1, 8);
        own.setSlo(ServiceLevelObjective.newBuilder().setMaxQueueMs(300L).build());
        try (ChainHarness chain = ChainHarness.start(queueLimit(Duration.ofMillis(500)))) {
            chain.send(Requests.at(0, Requests.story(0, 200)));
            chain.send(Requests.at(0, own), Requests.at(0, Requests.story(2, 8)));
            chain.head().setProcessingTime(300);
            chain.step();
            assertThat(chain.results()).isEmpty();
            chain.head().setProcessingTime(301);
            chain.step();
            chain.head().setProcessingTime(501);
            chain.step();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("story-1", "story-2");
            assertThat(chain.result("story-1").getError().getMessage())
                    .startsWith("The request waited 301 ms; allowed: at most 300");
            assertThat(chain.result("story-2").getFinishReason()).isEqualTo("deadline_exceeded");
        }
    }

    @Test
    void answersOnArrivalWhatComesTooLate() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.head().setProcessingTime(1000);

            chain.send(Requests.at(0, due(Requests.story(0, 8), 900)));

            assertThat(chain.result("story-0").getFinishReason()).isEqualTo("deadline_exceeded");
        }
    }

    @Test
    void runsByClassThenByDeadline() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(0, Requests.story(0, 8)));
            chain.send(Requests.at(1, of("batch", Requests.story(1, 8), null)));
            chain.send(Requests.at(2, of(null, Requests.story(2, 8), null)));
            chain.send(Requests.at(3, of("interactive", Requests.story(3, 8), 9000L)));
            chain.send(Requests.at(4, of("interactive", Requests.story(4, 8), 8000L)));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("story-0", "story-4", "story-3", "story-2", "story-1");
        }
    }

    @Test
    void keepsDeadlinesAndClassesAcrossARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(0, due(Requests.story(0, 200), 1000)));
            chain.send(Requests.at(1, of("batch", Requests.story(1, 8), null)));
            chain.send(Requests.at(2, of("interactive", Requests.story(2, 8), 900L)));
            chain.send(Requests.at(3, of("interactive", Requests.story(3, 8), null)));
            chain.step();
            chain.step();
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(ONE_SLOT, snapshot, 1, 0)) {
            chain.head().setProcessingTime(1000);
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("story-2", "story-0", "story-3", "story-1");
            assertThat(chain.results())
                    .extracting(GenerationResult::getFinishReason)
                    .containsExactly("deadline_exceeded", "deadline_exceeded", "length", "length");
        }
    }

    private static ChainSettings queueLimit(Duration limit) {
        return Family.with(
                ONE_SLOT,
                new RequestSettings(ONE_SLOT.requests().aging(), limit, Duration.ZERO, 1));
    }

    private static GenerationRequest due(GenerationRequest request, long deadline) {
        return of(null, request, deadline);
    }

    private static GenerationRequest of(String sloClass, GenerationRequest request, Long deadline) {
        Instant due = deadline == null ? null : Instant.ofEpochMilli(deadline);
        return Requests.with(
                request,
                changed ->
                        changed.setSlo(
                                ServiceLevelObjective.newBuilder()
                                        .setSloClass(sloClass)
                                        .setDeadline(due)
                                        .build()));
    }
}
