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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.benchmarks.run.Way;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What reports compute from measurements. */
class FiguresTest {

    private static final Offset<Double> CLOSE = Offset.offset(0.005);

    @Test
    void countsWhatARoundBrings() {
        assertThat(ThroughputModel.emitted(0, 4)).isEqualTo(1);
        assertThat(ThroughputModel.emitted(0.5, 2)).isEqualTo(1 + 0.5 + 0.25);
    }

    @Test
    void takesTheMiddleOfTheRepeats() {
        assertThat(Samples.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Samples.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }

    @Test
    void measuresHowFarAnAnswerIsFromTheTargets() {
        assertThat(Edits.distance(new int[] {1, 2, 3, 4}, new int[] {1, 3, 4})).isEqualTo(0.25);
        assertThat(Edits.distance(new int[0], new int[0])).isZero();
        assertThat(Edits.distance(new int[0], new int[] {1, 2})).isEqualTo(1);
    }

    @Test
    void countsLostAnswersAgainstTheTargetsOwn() {
        Run.Output right = new Run.Output(new int[] {1}, true, -1);
        Run.Output wrong = new Run.Output(new int[] {2}, false, -1);
        TaskQuality quality =
                TaskQuality.of(
                        List.of(right, wrong, wrong, wrong), List.of(right, right, wrong, wrong));
        assertThat(quality.accuracy()).isEqualTo(0.25);
        assertThat(quality.loss()).isEqualTo(0.25);
        assertThat(quality.lossError()).isEqualTo(0.25);
        assertThat(quality.distance()).isEqualTo(0.25);
    }

    @Test
    void holdsStoriesAgainstTheTargetsOwn() {
        Run.Output own = new Run.Output(new int[] {1, 2, 3, 4, 1, 2, 3, 4}, false, -1.5);
        Run.Output other = new Run.Output(new int[] {1, 2, 3, 4, 1, 2, 3, 5}, false, -1.1);
        StoryQuality quality = StoryQuality.of(List.of(own, other), List.of(other, own), 1);
        assertThat(quality.logProbability()).isCloseTo(-1.3, CLOSE);
        assertThat(quality.loss()).isCloseTo(0, CLOSE);
        assertThat(quality.lossError()).isCloseTo(0.4, CLOSE);
        assertThat(quality.variety()).isEqualTo(0.125);
        assertThat(quality.varietyLoss()).isZero();
        assertThat(quality.repetition()).isCloseTo(0.1, CLOSE);
        assertThat(quality.isValidated()).isTrue();
    }

    @Test
    void doesNotValidateTextsThatAreTooLikelyOrTooAlike() {
        Run.Output usual = new Run.Output(new int[] {1, 2}, false, -1.5);
        Run.Output another = new Run.Output(new int[] {3, 4}, false, -1.5);
        Run.Output likely = new Run.Output(new int[] {3, 4}, false, -1.3);
        List<Run.Output> target = List.of(usual, another);

        assertThat(StoryQuality.of(target, target, 1).isValidated()).isTrue();
        assertThat(StoryQuality.of(List.of(usual, likely), target, 1).isValidated()).isFalse();
        assertThat(StoryQuality.of(List.of(usual, usual), target, 1).isValidated()).isFalse();
    }

    @Test
    void readsThePapersTable() throws IOException {
        PaperTable paper = PaperTable.read();
        assertThat(paper.rows()).hasSize(806);
        assertThat(paper.best(row -> row.method() == Way.Method.PSDF)).hasValueCloseTo(1.91, CLOSE);
        assertThat(paper.best(row -> row.method() == Way.Method.PSDA)).hasValueCloseTo(1.44, CLOSE);
        assertThat(paper.best(row -> row.method() == Way.Method.FSD && row.tauTarget() == 0.3))
                .hasValueCloseTo(1.17, CLOSE);
    }
}
