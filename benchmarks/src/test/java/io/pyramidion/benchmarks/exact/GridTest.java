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
package io.pyramidion.benchmarks.exact;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

class GridTest {

    private static final Grid GRID =
            new Grid(List.of(ExactWay.values()), List.of(1, 3, 8, 16, 32), 2, 7);

    @Test
    void everyPairOfValuesMeets() {
        for (int turn = 0; turn < 4; turn++) {
            assertThat(pairs(GRID.covering(turn)))
                    .as("turn %d", turn)
                    .isEqualTo(pairs(GRID.full()));
        }
    }

    @Test
    void eachWayMeetsEachBatchSizeOnce() {
        assertThat(GRID.covering(0))
                .hasSize(25)
                .extracting(setting -> setting.way() + " " + setting.batch())
                .doesNotHaveDuplicates();
        assertThat(GRID.full()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void anotherTurnTriesOtherSettings() {
        assertThat(GRID.covering(1)).doesNotContainAnyElementsOf(GRID.covering(0));
    }

    private static Set<String> pairs(List<Setting> settings) {
        Set<String> pairs = new TreeSet<>();
        for (Setting setting : settings) {
            List<String> values = new ArrayList<>();
            values.add("way " + setting.way());
            values.add("batch " + setting.batch());
            values.add("threads " + setting.threads());
            values.add("prompts " + setting.promptTokensPerRound());
            values.add("cached " + setting.cached());
            for (int i = 0; i < values.size(); i++) {
                for (int j = i + 1; j < values.size(); j++) {
                    pairs.add(values.get(i) + " × " + values.get(j));
                }
            }
        }
        return pairs;
    }
}
