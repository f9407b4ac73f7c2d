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
package io.pyramidion.cli.answers;

import io.pyramidion.cli.kafka.Answers;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.schemas.DeadlineAttainment;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.LatencyAttainment;
import io.pyramidion.schemas.SloAttainment;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ResultBlockTest {

    @Test
    void tellsObjectivesAndRoundsInOneLine() {
        GenerationResult result = Answers.result("r", "Text").result();
        Instant due = Instant.ofEpochMilli(5_000);
        result.setSlo(
                new SloAttainment(
                        "interactive",
                        new LatencyAttainment(200L, 180.0, true, 0.0),
                        new LatencyAttainment(40L, null, null, 0.0),
                        new DeadlineAttainment(due, null, false, 70.0),
                        false));
        result.getSpeculation().setRoundsByArm(Map.of("off", 4L, "draft_qualifier_target", 31L));

        assertThat(lines(result))
                .hasSize(3)
                .last()
                .asString()
                .endsWith(
                        "✓ first token 180 ms of 200 ms · – each token never of 40 ms"
                                + " · ✗ deadline by 70 ms"
                                + " · rounds: 31 draft→qualifier→target, 4 off");
    }

    @Test
    void tellsNothingOfEitherWhereThereIsNone() {
        assertThat(lines(Answers.result("r", "Text").result())).hasSize(2);
    }

    private static List<String> lines(GenerationResult result) {
        return ResultBlock.lines(result, "", new Wide());
    }

    /** A screen of which only the width and the style matter. */
    private static final class Wide implements Screen {

        @Override
        public void print(String line) {}

        @Override
        public void live(List<String> lines) {}

        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public Style style() {
            return new Style(false);
        }

        @Override
        public int width() {
            return 160;
        }

        @Override
        public void close() {}
    }
}
