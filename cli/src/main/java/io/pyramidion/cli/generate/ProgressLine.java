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

import io.pyramidion.cli.terminal.ProgressBar;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.cli.terminal.Text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How far {@code generate} is, on one line. On a narrow terminal the bar goes first. */
final class ProgressLine {

    private static final int WIDEST_BAR = 24;
    private static final int NARROWEST_BAR = 8;
    private static final String SEPARATOR = " · ";

    private ProgressLine() {}

    /**
     * The line.
     *
     * @param elapsed since generation began
     * @param width characters that fit
     */
    static String of(Tally tally, Duration elapsed, int width, Style style) {
        String count = tally.finished() + "/" + Text.count(tally.texts(), tally.noun());
        String facts = count;
        for (String fact : facts(tally, elapsed)) {
            String more = facts + SEPARATOR + fact;
            facts = more.length() <= width ? more : facts;
        }
        int room = Math.min(WIDEST_BAR, width - facts.length() - 1);
        if (room < NARROWEST_BAR) {
            return Text.head(facts, width);
        }
        String bar = ProgressBar.of(tally.finished(), tally.texts(), room, style);
        return bar + " " + style.bold(count) + facts.substring(count.length());
    }

    /** The most useful first. */
    private static List<String> facts(Tally tally, Duration elapsed) {
        List<String> facts = new ArrayList<>();
        tally.timeLeft(elapsed).ifPresent(left -> facts.add(Text.wholeTime(left) + " left"));
        if (tally.tokens() > 0) {
            facts.add(Text.perSecond(tally.tokens(), elapsed) + " tokens/s");
        }
        if (tally.refused() > 0) {
            facts.add(tally.refused() + " refused");
        }
        return facts;
    }
}
