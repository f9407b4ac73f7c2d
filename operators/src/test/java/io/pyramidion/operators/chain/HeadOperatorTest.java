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
import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.GenerationProgress;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class HeadOperatorTest {

    @Test
    void generatesWhatTheEngineAloneGenerates() throws Exception {
        List<GenerationRequest> requests = stories(3);

        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 4))) {
            sendAll(chain, requests);
            chain.finishAll();

            assertAnswered(chain, requests);
        }
    }

    @Test
    void resumesARunningGenerationAfterRestore() throws Exception {
        List<GenerationRequest> requests = stories(4);
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 4))) {
            sendAll(chain, requests);
            steps(chain, 6);
            snapshot = chain.snapshot(1);
            steps(chain, 2);
        }

        try (ChainHarness chain = ChainHarness.restore(Family.settings(2, 4), snapshot, 1, 0)) {
            chain.finishAll();

            assertAnswered(chain, requests);
            assertThat(resumed(chain.results())).hasSize(2).allMatch(from -> from > 0);
        }
    }

    @Test
    void endsTheStreamOfAGenerationThatIsCompleteWhenRestored() throws Exception {
        GenerationRequest request = streaming(Requests.story(0, 1));
        request.setMaxTokens(null);
        ChainSettings settings = Family.settings(1, 1);
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(settings)) {
            chain.send(Requests.at(0, request));
            steps(chain, 6);
            snapshot = chain.snapshot(1);
        }
        ChainSettings shorter =
                new ChainSettings(
                        settings.models(),
                        settings.batch(),
                        settings.speculation(),
                        settings.sessions(),
                        settings.requests(),
                        1,
                        settings.control(),
                        settings.tracing());

        try (ChainHarness chain = ChainHarness.restore(shorter, snapshot, 1, 0)) {
            assertThat(chain.result("story-0").getFinishReason()).isEqualTo("length");
            assertThat(chain.deltas())
                    .extracting(delta -> delta.getFinishReason())
                    .containsExactly("length");
        }
    }

    @Test
    void resumesEachGenerationInOneSubtaskAtHigherParallelism() throws Exception {
        List<GenerationRequest> requests = stories(6);
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(Family.settings(4, 4))) {
            sendAll(chain, requests);
            steps(chain, 5);
            snapshot = chain.snapshot(1);
        }

        List<GenerationResult> results = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (ChainHarness chain =
                    ChainHarness.restore(Family.settings(1, 4), snapshot, 2, subtask)) {
                chain.finishAll();
                results.addAll(chain.results());
            }
        }

        Map<String, List<Integer>> expected = Reference.tokenIds(requests);
        assertThat(results).hasSize(requests.size());
        assertThat(results)
                .allSatisfy(
                        result ->
                                assertThat(result.getTokenIds())
                                        .isEqualTo(expected.get(result.getRequestId())));
        assertThat(resumed(results)).hasSize(4);
    }

    @Test
    void restoresWhatWaitsInOrderOfEventTime() throws Exception {
        List<GenerationRequest> requests = stories(5);
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 8))) {
            sendAll(chain, requests);
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(Family.settings(1, 8), snapshot, 1, 0)) {
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("story-0", "story-1", "story-2", "story-3", "story-4");
        }
    }

    @Test
    void writesCopiesThatDoNotChangeWhenTheGenerationGoesOn() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 1))) {
            chain.send(Requests.at(0, Requests.story(0, 40)));
            steps(chain, 4);
            chain.snapshot(1);
            List<Integer> stored = chain.storedProgress().getTokenIds();
            List<Integer> before = List.copyOf(stored);

            steps(chain, 4);

            assertThat(before).isNotEmpty();
            assertThat(stored).isEqualTo(before);
        }
    }

    @Test
    void writesAnAdmittedRequestOnceHoweverManyCheckpointsFollow() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 1))) {
            chain.send(Requests.at(0, Requests.story(0, 40)));
            steps(chain, 4);
            chain.snapshot(1);
            AdmittedRequest admitted = chain.storedAdmitted();
            GenerationProgress before = chain.storedProgress();

            steps(chain, 4);
            chain.snapshot(2);

            assertThat(chain.storedAdmitted()).isSameAs(admitted);
            assertThat(admitted.getPromptTokenIds()).isNotEmpty();
            assertThat(chain.storedProgress().getTokenIds())
                    .hasSizeGreaterThan(before.getTokenIds().size());

            chain.finishAll();
            chain.snapshot(3);
            assertThat(chain.storedKeys("admitted")).isEmpty();
            assertThat(chain.storedKeys("progress")).isEmpty();
        }
    }

    @Test
    void answersEverythingBeforeTheInputEnds() throws Exception {
        List<GenerationRequest> requests = stories(5);

        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 8))) {
            sendAll(chain, requests);
            chain.endInput();

            assertAnswered(chain, requests);
        }
    }

    @Test
    void stopsReadingWhileTooManyRequestsWait() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 1))) {
            chain.send(Requests.at(0, Requests.story(0, 8)));
            chain.send(Requests.at(1, Requests.story(1, 8)));
            assertThat(chain.results()).isEmpty();

            chain.send(Requests.at(2, Requests.story(2, 8)));

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("story-0");
        }
    }

    @Test
    void letsMoreRequestsInBeforeTheFirstRound() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 1))) {
            chain.send(Requests.at(0, streaming(Requests.story(0, 8))));
            chain.step();
            chain.send(Requests.at(1, streaming(Requests.story(1, 8))));
            assertThat(chain.deltas()).isEmpty();

            chain.finishAll();

            assertThat(chain.deltas().subList(0, 2))
                    .extracting(delta -> delta.getRequestId())
                    .containsExactlyInAnyOrder("story-0", "story-1");
        }
    }

    @Test
    void runsRoundsWhileRefusedRequestsKeepComing() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 1))) {
            chain.send(Requests.at(0, streaming(Requests.story(0, 8))));
            for (int i = 1; i <= 5; i++) {
                chain.send(
                        Requests.at(
                                i,
                                Requests.with(
                                        Requests.story(i, 8), bad -> bad.setTemperature(-1.0))));
                chain.step();
            }
            assertThat(chain.deadLetters()).hasSize(5);
            assertThat(chain.deltas()).isNotEmpty();
        }
    }

    @Test
    void survivesThatTheTaskTakesNoMoreMails() throws Exception {
        List<GenerationRequest> requests = stories(2);
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 4))) {
            sendAll(chain, requests);
            chain.head().getTaskMailbox().quiesce();
            steps(chain, 3);
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(Family.settings(2, 4), snapshot, 1, 0)) {
            chain.finishAll();

            assertAnswered(chain, requests);
        }
    }

    @Test
    void holdsEventTimeBehindUnansweredRequests() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(Requests.at(10, Requests.story(0, 8)));
            chain.send(Requests.at(20, Requests.story(1, 8)));
            chain.head().processWatermark(30);
            assertThat(chain.watermarks()).containsExactly(9L);

            chain.untilResults(1);
            assertThat(chain.watermarks()).containsExactly(9L, 19L);

            chain.finishAll();
            assertThat(chain.watermarks()).containsExactly(9L, 19L, 30L);
        }
    }

    @Test
    void streamsPiecesThatMakeUpTheText() throws Exception {
        GenerationRequest streaming = streaming(Requests.story(0, 30));

        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 4))) {
            chain.send(Requests.at(0, streaming), Requests.at(1, Requests.story(1, 30)));
            chain.finishAll();

            GenerationResult result = chain.result("story-0");
            StringBuilder text = new StringBuilder();
            List<Integer> ids = new ArrayList<>();
            chain.deltas()
                    .forEach(
                            delta -> {
                                assertThat(delta.getRequestId()).isEqualTo("story-0");
                                assertThat(delta.getFirstPosition()).isEqualTo(ids.size());
                                ids.addAll(delta.getTokenIds());
                                text.append(delta.getText());
                            });
            assertThat(ids).isEqualTo(result.getTokenIds());
            assertThat(text).hasToString(result.getText());
            assertThat(chain.deltas()).hasSizeGreaterThan(2);
            List<String> reasons =
                    chain.deltas().stream().map(delta -> delta.getFinishReason()).toList();
            assertThat(reasons.subList(0, reasons.size() - 1))
                    .isEqualTo(Collections.nCopies(reasons.size() - 1, null));
            assertThat(reasons.get(reasons.size() - 1)).isEqualTo(result.getFinishReason());
        }
    }

    @Test
    void tellsInTheResultHowItWent() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 1))) {
            chain.head().setProcessingTime(1000);
            chain.send(Requests.at(400, Requests.story(0, 20)));
            chain.finishAll();

            GenerationResult result = chain.result("story-0");
            assertThat(result.getModel()).isEqualTo(Family.NAME);
            assertThat(result.getFinishReason()).isEqualTo("length");
            assertThat(result.getResumedFrom()).isNull();
            assertThat(result.getUsage().getCompletionTokens()).isEqualTo(20);
            assertThat(result.getUsage().getPromptTokensDetails().getCachedTokens()).isZero();
            assertThat(result.getUsage().getTotalTokens())
                    .isEqualTo(result.getUsage().getPromptTokens() + 20);
            assertThat(result.getTimings().getQueueMs()).isEqualTo(600);
            assertThat(result.getTimings().getTtftMs()).isEqualTo(600);
            assertThat(result.getTimings().getTotalMs()).isEqualTo(600);
            assertThat(result.getSpeculation().getStages())
                    .containsOnlyKeys("draft_qualifier", "qualifier_target")
                    .allSatisfy(
                            (stage, counts) ->
                                    assertThat(counts.getAccepted())
                                            .isBetween(0L, counts.getDrafted()));
        }
    }

    private static List<GenerationRequest> stories(int count) {
        return IntStream.range(0, count).mapToObj(i -> Requests.story(i, 24 + 3 * i)).toList();
    }

    private static GenerationRequest streaming(GenerationRequest request) {
        return Requests.with(request, changed -> changed.setStream(true));
    }

    private static void sendAll(ChainHarness chain, List<GenerationRequest> requests)
            throws Exception {
        for (int i = 0; i < requests.size(); i++) {
            chain.send(Requests.at(i, requests.get(i)));
        }
    }

    private static void steps(ChainHarness chain, int steps) throws Exception {
        for (int i = 0; i < steps; i++) {
            chain.step();
        }
    }

    private static void assertAnswered(ChainHarness chain, List<GenerationRequest> requests) {
        Map<String, List<Integer>> expected = Reference.tokenIds(requests);
        assertThat(chain.results()).hasSize(requests.size());
        expected.forEach((id, ids) -> assertThat(chain.result(id).getTokenIds()).isEqualTo(ids));
    }

    private static List<Integer> resumed(List<GenerationResult> results) {
        return results.stream()
                .map(GenerationResult::getResumedFrom)
                .filter(from -> from != null)
                .toList();
    }
}
