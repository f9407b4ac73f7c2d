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
package io.pyramidion.cli.demo;

import io.pyramidion.cli.kafka.Answers;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.cli.metrics.InForce;
import io.pyramidion.cli.metrics.JobNumbers;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.schemas.StageStatistics;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class DemoViewTest {

    private static final JobNumbers NUMBERS =
            new JobNumbers(
                    3,
                    2,
                    0,
                    new InForce("busy", Optional.of(Arm.DRAFT_TARGET), 2.44),
                    Map.of(
                            "draft_qualifier",
                                    new StageStatistics(
                                            8L, 6L, List.of(4L, 4L, 0L), List.of(4L, 2L, 0L)),
                            "qualifier_target", new StageStatistics(10L, 8L, List.of(), List.of()),
                            "draft_target", new StageStatistics(0L, 0L, List.of(), List.of())));

    private final DemoBoard board = new DemoBoard();
    private final RecordedScreen screen = new RecordedScreen();
    private final DemoView view = new DemoView(screen, board);

    @Test
    void printsAFinishedRequestWithItsQuestion() {
        board.sent(Answers.request("date-1", false));
        came(Answers.result("date-1", "1923-09-14\n"));
        assertThat(screen.printed)
                .containsExactly(
                        "date-1           Ask date-1",
                        "                 ▸ 1923-09-14",
                        "                   3 tokens · 1.5 s · first after 20 ms · stop"
                                + " · draft→qualifier 75 %");
    }

    @Test
    void showsStreamingTextsAndNumbersBelow() {
        board.sent(Answers.request("story-1", true));
        board.sent(Answers.request("date-1", false));
        came(Answers.delta("story-1", 0, 2, 0, "She was"));
        view.progress(Duration.ofSeconds(1), NUMBERS);
        assertThat(screen.live)
                .containsExactly(
                        "",
                        "story-1          ▸ She was",
                        "──────────────────────── 0/2 2 tokens/s · running 3 · waiting 2"
                                + " · busy · draft→target 2.4 ahead · draft→qualifier 75 % (100·50) · qualifier→target 80 %");
        came(Answers.result("story-1", "She was angry."));
        view.progress(Duration.ofSeconds(1), NUMBERS);
        assertThat(screen.live).hasSize(2).last().asString().startsWith("━━━━━━━━━━━━────────────");
    }

    private void came(FeedEvent event) {
        board.came(event);
        view.came(event);
    }

    /** Keeps what is shown. */
    private static final class RecordedScreen implements Screen {

        private final List<String> printed = new ArrayList<>();
        private List<String> live = List.of();

        @Override
        public void print(String line) {
            printed.add(line);
        }

        @Override
        public void live(List<String> lines) {
            live = lines;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public Style style() {
            return new Style(false);
        }

        @Override
        public int width() {
            return 180;
        }

        @Override
        public void close() {
            live = List.of();
        }
    }
}
