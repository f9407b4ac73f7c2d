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
package io.pyramidion.cli.terminal;

import io.pyramidion.cli.terminal.StatusLines.Output;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class StatusLinesTest {

    private final StringWriter err = new StringWriter();

    @Test
    void replacesTheLinesAndRemovesThem() {
        StatusLines status = lines(true);
        status.show(List.of("one", "two"));
        assertThat(written()).isEqualTo("one\ntwo\n");
        status.show(List.of("three"));
        assertThat(written()).isEqualTo("\u001b[2A\r\u001b[Jthree\n");
        status.clear();
        assertThat(written()).isEqualTo("\u001b[1A\r\u001b[J");
        status.clear();
        assertThat(written()).isEmpty();
    }

    @Test
    void writesNothingWhereThereIsNoTerminal() {
        StatusLines status = lines(false);
        status.show(List.of("one"));
        status.clear();
        assertThat(written()).isEmpty();
    }

    @Test
    void findsNoTerminalWhereTestsRun() {
        StatusLines status = StatusLines.open(new PrintWriter(err));
        assertThat(status.isLive()).isFalse();
    }

    @Test
    void readsTheWidthOfATerminalThatMayNotKnowIt() {
        assertThat(StandardStream.width("24 132\n")).isEqualTo(132);
        assertThat(StandardStream.width("0 0\n")).isEqualTo(80);
        assertThat(StandardStream.width("")).isEqualTo(80);
    }

    private StatusLines lines(boolean live) {
        return new StatusLines(
                new PrintWriter(err), live, Output.ELSEWHERE, () -> 80, new Style(false));
    }

    private String written() {
        String text = err.toString();
        err.getBuffer().setLength(0);
        return text;
    }
}
