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
package io.pyramidion.cli.generate;

import io.pyramidion.cli.terminal.Style;
import io.pyramidion.engine.speculation.RoundCount;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressLineTest {

    private static final Duration ELAPSED = Duration.ofSeconds(9);
    private static final Tally SOME = new Tally(40, 1, 40, 8, 8, 1800, Map.of(), RoundCount.ZERO);

    @Test
    void tellsHowManyAreDoneHowFastAndWhenItEnds() {
        assertThat(line(SOME, 120))
                .isEqualTo(
                        "━━━━━─────────────────── 8/40 prompts · 21 s left · 200 tokens/s · 1 refused");
    }

    @Test
    void leavesOutWhatDoesNotFit() {
        assertThat(line(SOME, 60))
                .isEqualTo("━━────── 8/40 prompts · 21 s left · 200 tokens/s · 1 refused");
        assertThat(line(SOME, 44)).isEqualTo("8/40 prompts · 21 s left · 200 tokens/s");
        assertThat(line(SOME, 20)).isEqualTo("8/40 prompts");
        assertThat(line(SOME, 5)).isEqualTo("8/40…");
        for (int width = 1; width < 120; width++) {
            assertThat(line(SOME, width)).hasSizeLessThanOrEqualTo(width);
        }
    }

    @Test
    void promisesNothingBeforeTheFirstTextIsFinished() {
        assertThat(line(new Tally(40, 0, 40, 0, 0, 0, Map.of(), RoundCount.ZERO), 80))
                .isEqualTo("──────────────────────── 0/40 prompts");
        assertThat(line(new Tally(40, 0, 40, 8, 0, 90, Map.of(), RoundCount.ZERO), 80))
                .isEqualTo("──────────────────────── 0/40 prompts · 10 tokens/s");
    }

    @Test
    void countsTextsWhereAPromptGetsSeveral() {
        assertThat(line(new Tally(4, 0, 12, 0, 12, 900, Map.of(), RoundCount.ZERO), 80))
                .isEqualTo("━━━━━━━━━━━━━━━━━━━━━━━━ 12/12 texts · 100 tokens/s");
    }

    @Test
    void hasAtLeastASecondLeftBeforeTheEnd() {
        Tally almost = new Tally(1000, 0, 1000, 1, 999, 100_000, Map.of(), RoundCount.ZERO);
        assertThat(almost.timeLeft(ELAPSED)).contains(Duration.ofSeconds(1));
    }

    private static String line(Tally tally, int width) {
        return ProgressLine.of(tally, ELAPSED, width, new Style(false));
    }
}
