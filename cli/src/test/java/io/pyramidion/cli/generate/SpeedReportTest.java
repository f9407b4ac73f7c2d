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

import io.pyramidion.cli.terminal.StatusLines;
import io.pyramidion.cli.terminal.StatusLines.Output;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.engine.speculation.RoundCount;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class SpeedReportTest {

    private static final String REMOVE_ONE = "\u001b[1A\r\u001b[J";
    private static final String REMOVE_TWO = "\u001b[2A\r\u001b[J";

    private final StringWriter err = new StringWriter();
    private long millis;
    private Tally tally = new Tally(4, 0, 4, 0, 0, 0, Map.of(), RoundCount.ZERO);

    @Test
    void showsTheLoadingThenTheProgressThenTheSpeed() {
        SpeedReport report = report(true, Output.ABOVE, true);
        assertThat(written()).isEqualTo("loading the models ...\n");
        millis = 1500;
        report.loaded();
        report.start(() -> tally);
        assertThat(written()).isEqualTo(REMOVE_ONE);

        millis = 2500;
        tally = new Tally(4, 0, 4, 2, 1, 50, Map.of(), RoundCount.ZERO);
        report.show("Once upon\ta time");
        assertThat(written())
                .isEqualTo(
                        "Once upon a time\n"
                                + "━━━━━━────────────────── 1/4 prompts · 1 s left · 50 tokens/s\n");

        millis = 3500;
        tally = new Tally(4, 0, 4, 0, 4, 200, Map.of(), RoundCount.ZERO);
        report.finish();
        assertThat(written())
                .isEqualTo(
                        REMOVE_TWO
                                + "4 prompts: 200 tokens in 2.0 s, 100 tokens/s\n"
                                + "models loaded in 1.5 s\n");
    }

    @Test
    void showsHowFarAModelIsReadTenTimesASecond() {
        SpeedReport report = report(true, Output.ABOVE, true);
        written();
        report.loading(Path.of("models/target"), 1_000_000, 4_000_000);
        assertThat(written()).isEmpty();

        millis = 100;
        report.loading(Path.of("models/target"), 2_000_000, 4_000_000);
        report.loading(Path.of("models/target"), 3_000_000, 4_000_000);

        assertThat(written()).isEqualTo(REMOVE_ONE + "loading target: 50 % of 4 MB\n");
    }

    @Test
    void isDueTenTimesASecond() {
        SpeedReport report = report(true, Output.ABOVE, true);
        report.start(() -> tally);
        millis = 99;
        assertThat(report.isDue()).isFalse();
        millis = 100;
        assertThat(report.isDue()).isTrue();
        report.show("");
        assertThat(report.isDue()).isFalse();
    }

    @Test
    void drawsNothingWhereThereIsNoTerminal() {
        SpeedReport report = report(false, Output.ELSEWHERE, true);
        report.loaded();
        report.start(() -> tally);
        report.show("");
        assertThat(report.isBelowOutput()).isFalse();
        tally = new Tally(4, 0, 4, 0, 4, 8, Map.of(), RoundCount.ZERO);
        millis = 1000;
        report.finish();
        assertThat(written())
                .isEqualTo("4 prompts: 8 tokens in 1.0 s, 8.0 tokens/s\nmodels loaded in 0 ms\n");
    }

    @Test
    void drawsNoBarWhereAnotherProcessMayWriteToTheTerminal() {
        SpeedReport report = report(true, Output.UNKNOWN, true);
        report.loaded();
        report.start(() -> tally);
        written();
        report.show("");
        assertThat(report.isBelowOutput()).isFalse();
        assertThat(written()).isEmpty();
    }

    @Test
    void tellsOnCtrlCOfWhatItSawLastAndThenNothingMore() {
        SpeedReport report = report(true, Output.ABOVE, true);
        report.start(() -> tally);
        millis = 1000;
        tally = new Tally(4, 0, 4, 2, 1, 50, Map.of(), RoundCount.ZERO);
        report.show("");
        millis = 1090;
        tally = new Tally(4, 0, 4, 2, 2, 60, Map.of(), RoundCount.ZERO);
        written();

        report.close();

        String summary =
                "stopped after 1 of 4 prompts: 50 tokens in 1.0 s, 50 tokens/s\n"
                        + "models loaded in 0 ms\n";
        assertThat(written()).isEqualTo(REMOVE_ONE + summary);
        report.show("");
        report.finish();
        report.close();
        assertThat(report.isClosed()).isTrue();
        assertThat(written()).isEmpty();
    }

    @Test
    void startsANewLineWhereATextWasStoppedOnTheTerminal() {
        SpeedReport report = report(true, Output.ABOVE, false);
        report.loaded();
        tally = new Tally(1, 0, 1, 1, 0, 3, Map.of(), RoundCount.ZERO);
        report.start(() -> tally);
        report.show("");
        written();
        report.close();
        assertThat(written()).startsWith("\nstopped: 3 tokens");
    }

    @Test
    void tellsNothingOfARunThatNeverBegan() {
        SpeedReport report = report(true, Output.ABOVE, true);
        written();
        report.close();
        assertThat(written()).isEqualTo(REMOVE_ONE);
    }

    private SpeedReport report(boolean live, Output output, boolean bar) {
        PrintWriter writer = new PrintWriter(err);
        StatusLines status = new StatusLines(writer, live, output, () -> 80, new Style(false));
        return new SpeedReport(writer, status, bar, () -> TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private String written() {
        String text = err.toString();
        err.getBuffer().setLength(0);
        return text;
    }
}
