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

import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Lines on standard error that change, for commands whose standard output is their result. Where
 * standard error is no terminal, nothing is shown. Honours NO_COLOR. Not thread-safe.
 */
public final class StatusLines {

    /** Where standard output goes. */
    public enum Output {
        /** To a terminal, above the lines: clear them before whole lines are written to it. */
        ABOVE,

        /** To a file. */
        ELSEWHERE,

        /** To a process that may write to the lines' terminal at any time. */
        UNKNOWN
    }

    private final PrintWriter err;
    private final boolean live;
    private final Output output;
    private final IntSupplier width;
    private final Style style;
    private final LiveLines lines = new LiveLines();

    /**
     * @param live whether anything is shown
     * @param width characters that fit on a line
     */
    public StatusLines(
            PrintWriter err, boolean live, Output output, IntSupplier width, Style style) {
        this.err = err;
        this.live = live;
        this.output = output;
        this.width = width;
        this.style = style;
    }

    /**
     * The lines of this process's standard error.
     *
     * @param err writes to it
     */
    public static StatusLines open(PrintWriter err) {
        OptionalInt width = isDumb() ? OptionalInt.empty() : StandardStream.ERROR.terminalWidth();
        if (width.isEmpty()) {
            return none(err);
        }
        return new StatusLines(
                err,
                true,
                outputOfThisProcess(),
                new RecentWidth(width.getAsInt()),
                Style.ofTerminal());
    }

    /** Lines that are not shown. */
    public static StatusLines none(PrintWriter err) {
        return new StatusLines(err, false, Output.ELSEWHERE, () -> 0, new Style(false));
    }

    /** Whether {@link #show} shows anything. */
    public boolean isLive() {
        return live;
    }

    public Output output() {
        return output;
    }

    public Style style() {
        return style;
    }

    /** Characters that fit on a line. */
    public int width() {
        return width.getAsInt();
    }

    /** Replaces the lines; each must fit on a line. */
    public void show(List<String> next) {
        if (live) {
            err.print(lines.replaced(next));
            err.flush();
        }
    }

    /** Removes the lines. */
    public void clear() {
        if (!lines.shown().isEmpty()) {
            err.print(lines.removed());
            err.flush();
        }
    }

    private static Output outputOfThisProcess() {
        if (StandardStream.OUTPUT.isPipe()) {
            return Output.UNKNOWN;
        }
        return StandardStream.OUTPUT.terminalWidth().isPresent() ? Output.ABOVE : Output.ELSEWHERE;
    }

    /** Whether the terminal takes no escape sequences, or nobody says which it is. */
    static boolean isDumb() {
        String type = System.getenv("TERM");
        return type == null || type.isEmpty() || type.equals("dumb");
    }

    /** The terminal's width, which may change, as it was a moment ago. */
    private static final class RecentWidth implements IntSupplier {

        private static final long LIFE = TimeUnit.SECONDS.toNanos(1);

        private int width;
        private long asked = System.nanoTime();

        private RecentWidth(int width) {
            this.width = width;
        }

        @Override
        public int getAsInt() {
            if (System.nanoTime() - asked > LIFE) {
                width = StandardStream.ERROR.terminalWidth().orElse(width);
                asked = System.nanoTime();
            }
            return width;
        }
    }
}
