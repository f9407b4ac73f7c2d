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

import io.pyramidion.cli.answers.LiveTexts;
import io.pyramidion.cli.answers.ResultBlock;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.cli.metrics.JobNumbers;
import io.pyramidion.cli.terminal.ProgressBar;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.schemas.GenerationResult;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a demo as it goes: a block for each finished request, and where the terminal can, the texts
 * that stream and a line of numbers below. Elsewhere the line of numbers comes now and then.
 */
final class DemoView {

    private static final int MAX_LIVE_TEXTS = 8;
    private static final int BAR_WIDTH = 24;
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(2);

    private final Screen screen;
    private final DemoBoard board;
    private final LiveTexts texts = new LiveTexts();
    private Duration lastPlain = Duration.ZERO;

    DemoView(Screen screen, DemoBoard board) {
        this.screen = screen;
        this.board = board;
    }

    /** Shows an event that the board has already seen. */
    void came(FeedEvent event) {
        if (event instanceof FeedEvent.Result next) {
            finished(next.result());
        } else if (event instanceof FeedEvent.Delta next) {
            texts.add(next.delta());
        } else if (event instanceof FeedEvent.Refused next) {
            screen.print(
                    screen.style().bold(Text.padded("(malformed)", 16))
                            + " "
                            + screen.style().good("✓")
                            + " to the dead letters: "
                            + Text.line(next.reason()));
        } else if (event instanceof FeedEvent.Foreign next) {
            screen.print(screen.style().bad("skipped ") + Text.line(next.note()));
        }
    }

    /** Shows how far the demo is. */
    void progress(Duration since, JobNumbers numbers) {
        double seconds = Math.max(0.001, since.toMillis() / 1000.0);
        String line = numbers.line(board.tokens() / seconds);
        int done = board.results().size();
        int total = board.requests().size();
        if (screen.isLive()) {
            List<String> lines = new ArrayList<>();
            lines.add("");
            lines.addAll(texts.lines(screen, MAX_LIVE_TEXTS));
            lines.add(
                    ProgressBar.of(done, total, BAR_WIDTH, screen.style())
                            + " "
                            + screen.style().bold(done + "/" + total)
                            + " "
                            + Text.head(line, screen.width() - BAR_WIDTH - 10));
            screen.live(lines);
        } else if (since.minus(lastPlain).compareTo(PLAIN_INTERVAL) >= 0) {
            lastPlain = since;
            screen.print("... " + done + "/" + total + " · " + line);
        }
    }

    private void finished(GenerationResult result) {
        texts.remove(result.getRequestId());
        String asked = board.request(result.getRequestId()).map(DemoPrompts::asked).orElse("");
        ResultBlock.lines(result, asked, screen).forEach(screen::print);
    }
}
