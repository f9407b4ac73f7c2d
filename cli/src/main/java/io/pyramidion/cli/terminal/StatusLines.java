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
 * standard error is no terminal, nothing is shown. If standard output is the same terminal, clear
 * the lines before writing to it, and write whole lines. Honours NO_COLOR. Not thread-safe.
 */
public final class StatusLines {

    private final PrintWriter err;
    private final boolean live;
    private final boolean belowOutput;
    private final IntSupplier width;
    private final Style style;
    private final LiveLines lines = new LiveLines();

    /**
     * @param live whether anything is shown
     * @param belowOutput whether standard output is a terminal too
     * @param width characters that fit on a line
     */
    public StatusLines(
            PrintWriter err, boolean live, boolean belowOutput, IntSupplier width, Style style) {
        this.err = err;
        this.live = live;
        this.belowOutput = belowOutput;
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
        String noColor = System.getenv("NO_COLOR");
        return new StatusLines(
                err,
                true,
                StandardStream.OUTPUT.terminalWidth().isPresent(),
                new RecentWidth(width.getAsInt()),
                new Style(noColor == null || noColor.isEmpty()));
    }

    /** Lines that are not shown. */
    public static StatusLines none(PrintWriter err) {
        return new StatusLines(err, false, false, () -> 0, new Style(false));
    }

    /** Whether {@link #show} shows anything. */
    public boolean isLive() {
        return live;
    }

    /** Whether standard output is a terminal, above these lines. */
    public boolean isBelowOutput() {
        return belowOutput;
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

    private static boolean isDumb() {
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
