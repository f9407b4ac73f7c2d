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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.engine.speculation.Speculation;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** How contenders are compared, from turns whose speed is given. */
class AdaptResultsTest {

    private static final Offset<Double> CLOSE = Offset.offset(1e-9);
    private static final Cell TASKS = new Cell(Traffic.TASKS, 1);
    private static final Cell STORIES = new Cell(Traffic.STORIES, 1);
    private static final Contender SHORT = fixed("short");
    private static final Contender LONG = fixed("long");
    private static final Contender ADAPTIVE =
            new Contender("adaptive", Contender.Kind.ADAPTIVE, Speculation.OFF, () -> null);

    private final AdaptResults results =
            new AdaptResults(List.of(Contender.PLAIN, SHORT, LONG, ADAPTIVE));

    @Test
    void findsTheBestSettingOfEachCellAndOfAllCells() {
        add(TASKS, 100, 200, 400, 380);
        add(STORIES, 100, 90, 40, 100);

        assertThat(results.bestFixed(TASKS)).isEqualTo(LONG);
        assertThat(results.bestFixed(STORIES)).isEqualTo(Contender.PLAIN);
        // Geometric means: 1, 1.34, 1.26.
        assertThat(results.bestSingle()).isEqualTo(SHORT);
        assertThat(results.factor(TASKS, ADAPTIVE)).isEqualTo(3.8, CLOSE);
        assertThat(results.meanFactor(ADAPTIVE)).isEqualTo(Math.sqrt(3.8), CLOSE);
    }

    @Test
    void takesTheMedianOfTheRatiosOfRepeats() {
        add(TASKS, 100, 100, 100, 300);
        add(TASKS, 50, 50, 50, 100);
        add(TASKS, 10, 10, 10, 10);

        assertThat(results.factor(TASKS, ADAPTIVE)).isEqualTo(2, CLOSE);
    }

    @Test
    void countsTextsThatAreNotPlainDecodings() {
        results.add(TASKS, Contender.PLAIN, turn(1, 3, 4));
        results.add(TASKS, SHORT, turn(1, 3, 4));
        results.add(TASKS, LONG, turn(1, 3, 5));

        assertThat(results.differing(SHORT)).isZero();
        assertThat(results.differing(LONG)).isOne();
        assertThat(results.texts(LONG)).isEqualTo(2);
    }

    private void add(Cell cell, double plain, double brief, double far, double adaptive) {
        results.add(cell, Contender.PLAIN, turn(plain));
        results.add(cell, SHORT, turn(brief));
        results.add(cell, LONG, turn(far));
        results.add(cell, ADAPTIVE, turn(adaptive));
    }

    /** A turn of one-token texts. */
    private static Turn turn(double tokensPerSecond, int... texts) {
        long nanos = Math.round(1e12 / tokensPerSecond);
        List<int[]> tokens = Arrays.stream(texts).mapToObj(token -> new int[] {token}).toList();
        return new Turn(1000, nanos, 1, new Decisions(), new Predictions(), tokens);
    }

    private static Contender fixed(String name) {
        return Contender.fixed(name, new Speculation(true, false, 1, 1));
    }
}
