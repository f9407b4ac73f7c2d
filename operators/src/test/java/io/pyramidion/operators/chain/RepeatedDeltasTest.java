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
import io.pyramidion.schemas.TokenDelta;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** What a reader makes of deltas that come again after a failure, cut elsewhere. */
class RepeatedDeltasTest {

    private final Map<Integer, TreeMap<Integer, Integer>> tokens = new TreeMap<>();
    private final Map<Integer, TreeMap<Integer, Integer>> characters = new TreeMap<>();

    @Test
    void makeTheTextsOfTheResultThoughRoundsHaveOtherLengths() throws Exception {
        GenerationRequest request =
                Requests.with(
                        Requests.story(1, 40),
                        changed -> {
                            changed.setStream(true);
                            changed.setN(2);
                            changed.setStop(List.of("e qu", "the kin", " a x"));
                        });
        OperatorSubtaskState snapshot;
        List<Integer> before;
        try (ChainHarness chain = ChainHarness.start(speculating(SpeculationMode.EXACT))) {
            chain.send(Requests.at(0, request));
            for (int i = 0; i < 5; i++) {
                assertThat(chain.step()).isTrue();
            }
            snapshot = chain.snapshot(1);
            int sent = chain.deltas().size();
            assertThat(sent).isPositive();
            chain.finishAll();
            chain.deltas().forEach(this::add);
            before = starts(chain.deltas().subList(sent, chain.deltas().size()));
        }

        try (ChainHarness chain =
                ChainHarness.restore(speculating(SpeculationMode.OFF), snapshot, 1, 0)) {
            chain.finishAll();
            chain.deltas().forEach(this::add);

            assertThat(starts(chain.deltas())).as("another cut").isNotEqualTo(before);
            GenerationResult result = chain.result("story-1");
            for (Choice choice : result.getChoices()) {
                assertThat(text(choice.getIndex())).isNotBlank().isEqualTo(choice.getText());
                assertThat(new ArrayList<>(tokens.get(choice.getIndex()).values()))
                        .isEqualTo(choice.getTokenIds());
            }
        }
    }

    private void add(TokenDelta delta) {
        int[] ids = delta.getTokenIds().stream().mapToInt(Integer::intValue).toArray();
        write(delta.getFirstPosition(), ids, of(tokens, delta));
        write(
                delta.getFirstCharacter(),
                delta.getText().codePoints().toArray(),
                of(characters, delta));
    }

    private static TreeMap<Integer, Integer> of(
            Map<Integer, TreeMap<Integer, Integer>> places, TokenDelta delta) {
        return places.computeIfAbsent(delta.getIndex(), index -> new TreeMap<>());
    }

    private static void write(int first, int[] values, TreeMap<Integer, Integer> known) {
        assertThat(first).as("nothing is left out").isLessThanOrEqualTo(known.size());
        for (int i = 0; i < values.length; i++) {
            assertThat(known.put(first + i, values[i])).isIn(null, values[i]);
        }
    }

    private String text(int index) {
        StringBuilder text = new StringBuilder();
        characters.get(index).values().forEach(text::appendCodePoint);
        return text.toString();
    }

    private static List<Integer> starts(List<TokenDelta> deltas) {
        return deltas.stream().map(TokenDelta::getFirstPosition).toList();
    }

    private static ChainSettings speculating(SpeculationMode mode) {
        return Family.with(Family.settings(2, 2), SpeculationSettings.lossless(mode, 3, 6));
    }
}
