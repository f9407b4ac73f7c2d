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

import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.SpeculationPreference;
import io.pyramidion.schemas.TokenDelta;
import io.pyramidion.schemas.TokenTrace;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that want to know who proposed each token. */
class TokenTraceTest {

    private static final ChainSettings OFF = Family.settings(4, 4);

    @Test
    void deltasAndResultTellWhoProposedEachToken() throws Exception {
        try (ChainHarness chain = ChainHarness.start(OFF)) {
            chain.send(Requests.at(0, traced(1)), Requests.at(1, Requests.story(2, 8)));
            chain.finishAll();

            GenerationResult result = chain.result("story-1");
            List<TokenTrace> trace = result.getSpeculation().getTrace();
            assertThat(trace).hasSameSizeAs(result.getTokenIds());
            assertThat(text(trace)).isEqualTo(result.getText());
            assertThat(proposers(trace)).isEqualTo(Set.of("draft", "qualifier", "target"));
            assertThat(trace)
                    .allSatisfy(
                            token -> {
                                if (token.getBy().equals("target")) {
                                    assertThat(token.getP()).isNull();
                                } else {
                                    assertThat(token.getP()).isBetween(0.0, 1.0);
                                }
                            });
            assertThat(chain.deltas())
                    .allSatisfy(
                            delta ->
                                    assertThat(text(delta.getSpeculation().getTrace()))
                                            .isEqualTo(delta.getText()));
            assertThat(deltas(chain.deltas(), null)).isEqualTo(trace);
            assertThat(chain.result("story-2").getSpeculation().getTrace()).isNull();
        }
    }

    @Test
    void eachOfSeveralTextsHasItsOwn() throws Exception {
        try (ChainHarness chain = ChainHarness.start(OFF)) {
            chain.send(Requests.at(0, traced(2)));
            chain.finishAll();

            GenerationResult result = chain.result("story-1");
            assertThat(result.getSpeculation().getTrace())
                    .isEqualTo(result.getChoices().get(0).getTrace());
            for (Choice choice : result.getChoices()) {
                assertThat(choice.getTrace()).hasSameSizeAs(choice.getTokenIds());
                assertThat(text(choice.getTrace())).isEqualTo(choice.getText());
                assertThat(deltas(chain.deltas(), choice.getIndex())).isEqualTo(choice.getTrace());
            }
        }
    }

    @Test
    void theResultIsCompleteAfterAFailure() throws Exception {
        OperatorSubtaskState snapshot;
        List<List<TokenTrace>> before;
        try (ChainHarness chain = ChainHarness.start(OFF)) {
            chain.send(Requests.at(0, traced(2)));
            while (chain.deltas().size() < 6) {
                assertThat(chain.step()).isTrue();
            }
            before = List.of(deltas(chain.deltas(), 0), deltas(chain.deltas(), 1));
            snapshot = chain.snapshot(1);
        }
        try (ChainHarness chain = ChainHarness.restore(OFF, snapshot, 1, 0)) {
            chain.finishAll();
            GenerationResult result = chain.result("story-1");
            assertThat(result.getResumedFrom()).isPositive();
            for (Choice choice : result.getChoices()) {
                List<TokenTrace> told = before.get(choice.getIndex());
                assertThat(told).isNotEmpty();
                assertThat(choice.getTrace())
                        .startsWith(told.toArray(new TokenTrace[0]))
                        .hasSameSizeAs(choice.getTokenIds());
                assertThat(text(choice.getTrace())).isEqualTo(choice.getText());
            }
        }
    }

    @Test
    void aRequestThatRanBeforeItsJobTracedIsNotTraced() throws Exception {
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(OFF)) {
            chain.send(Requests.at(0, Requests.story(1, 20)), Requests.at(1, traced(1, 2)));
            for (int i = 0; i < 4; i++) {
                assertThat(chain.step()).isTrue();
            }
            snapshot = chain.snapshot(1);
        }
        try (ChainHarness chain = ChainHarness.restore(tracing(), snapshot, 1, 0)) {
            chain.send(Requests.at(2, Requests.story(3, 8)));
            chain.finishAll();
            assertThat(chain.result("story-1").getResumedFrom()).isPositive();
            assertThat(chain.result("story-1").getSpeculation().getTrace()).isNull();
            assertThat(chain.result("story-2").getSpeculation().getTrace()).isNotEmpty();
            assertThat(chain.result("story-3").getSpeculation().getTrace()).hasSize(8);
        }
    }

    @Test
    void aRequestMayLeaveOutWhatItsJobTells() throws Exception {
        GenerationRequest untraced = Requests.story(1, 8);
        untraced.setSpeculation(SpeculationPreference.newBuilder().setTrace(false).build());
        try (ChainHarness chain = ChainHarness.start(tracing())) {
            chain.send(Requests.at(0, untraced));
            chain.finishAll();
            assertThat(chain.result("story-1").getSpeculation().getTrace()).isNull();
        }
    }

    private static GenerationRequest traced(int texts) {
        return traced(texts, 1);
    }

    private static GenerationRequest traced(int texts, int number) {
        GenerationRequest request = Requests.story(number, 40);
        request.setN(texts);
        request.setStream(true);
        request.setSpeculation(SpeculationPreference.newBuilder().setTrace(true).build());
        return request;
    }

    private static String text(List<TokenTrace> trace) {
        return trace.stream().map(TokenTrace::getText).collect(Collectors.joining());
    }

    private static Set<String> proposers(List<TokenTrace> trace) {
        return trace.stream().map(TokenTrace::getBy).collect(Collectors.toSet());
    }

    /** What the deltas of a text told, which ended neither in a stop text nor in a character. */
    private static List<TokenTrace> deltas(List<TokenDelta> deltas, Integer index) {
        return deltas.stream()
                .filter(delta -> Objects.equals(delta.getIndex(), index))
                .flatMap(delta -> delta.getSpeculation().getTrace().stream())
                .toList();
    }

    /** The same job, telling of every request that does not say. */
    private static ChainSettings tracing() {
        SpeculationSettings speculation = OFF.speculation();
        return Family.with(
                OFF,
                new SpeculationSettings(
                        SpeculationMode.EXACT,
                        SpeculationMode.EXACT,
                        speculation.draftLength(),
                        speculation.qualifierLength(),
                        0,
                        0,
                        speculation.divergence(),
                        false,
                        0,
                        true));
    }
}
