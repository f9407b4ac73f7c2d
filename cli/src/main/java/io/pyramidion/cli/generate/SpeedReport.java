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
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.engine.speculation.Proposal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What {@code generate} tells of itself on standard error: while it runs, lines that change, where
 * there is a terminal; at the end its speed. Ctrl-C closes it while another thread reports: it then
 * tells of what it saw last, and what is reported after that is left out.
 */
final class SpeedReport implements AutoCloseable {

    private static final long INTERVAL_NANOS = 100_000_000;

    private final PrintWriter err;
    private final StatusLines status;
    private final boolean bar;
    private final LongSupplier nanoTime;
    private final long created;
    private Duration loading = Duration.ZERO;
    private Supplier<Tally> counter;
    private Tally tally;
    private long started;
    private long seen;
    private boolean closed;

    /**
     * @param status shows the progress
     * @param bar whether to show how far the generation is, if nothing else can write there
     * @param nanoTime as {@link System#nanoTime}
     */
    SpeedReport(PrintWriter err, StatusLines status, boolean bar, LongSupplier nanoTime) {
        this.err = err;
        this.status = status;
        this.bar = bar && status.isLive() && status.output() != Output.UNKNOWN;
        this.nanoTime = nanoTime;
        this.created = nanoTime.getAsLong();
        this.seen = created;
        status.show(List.of(Text.head("loading the models ...", status.width())));
    }

    /** Shows how far a model has been read, ten times a second. */
    synchronized void loading(Path model, long read, long total) {
        if (isDue() && !closed) {
            seen = nanoTime.getAsLong();
            String line =
                    "loading %s: %d %% of %d MB"
                            .formatted(model.getFileName(), 100 * read / total, total / 1_000_000);
            status.show(List.of(Text.head(line, status.width())));
        }
    }

    /** The models are loaded. */
    synchronized void loaded() {
        loading = Duration.ofNanos(nanoTime.getAsLong() - created);
        clear();
    }

    /**
     * The generation begins.
     *
     * @param count counts what there is; called by the reporting thread alone
     */
    synchronized void start(Supplier<Tally> count) {
        counter = count;
        started = nanoTime.getAsLong();
        look();
    }

    /** Whether it is time to {@link #show} again. */
    synchronized boolean isDue() {
        return nanoTime.getAsLong() - seen >= INTERVAL_NANOS;
    }

    /** Whether only whole lines may be written to standard output, after {@link #clear}. */
    boolean isBelowOutput() {
        return bar && status.output() == Output.ABOVE;
    }

    /**
     * Shows how far the generation is.
     *
     * @param growing the last line of the output, which is not written yet as it may grow
     */
    synchronized void show(String growing) {
        if (closed) {
            return;
        }
        look();
        if (bar) {
            int width = status.width();
            List<String> lines = new ArrayList<>();
            if (!growing.isBlank()) {
                lines.add(status.style().faint(Text.tail(Text.line(growing), width)));
            }
            lines.add(ProgressLine.of(tally, elapsed(), width, status.style()));
            status.show(lines);
        }
    }

    synchronized void clear() {
        if (!closed) {
            status.clear();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Every text is there and written. */
    synchronized void finish() {
        if (!closed) {
            look();
            close();
        }
    }

    /** Tells after the end how many tokens each proposed, if any were traced. */
    void legend(List<Proposal> proposals) {
        if (!proposals.isEmpty()) {
            String legend = new TokenColours(status.style()).legend(proposals);
            err.println(Text.wrapped(legend, status.width()));
            err.flush();
        }
    }

    /** Ends the report; where the generation had begun, with its speed. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        clear();
        closed = true;
        if (tally != null) {
            if (!tally.isComplete() && status.output() == Output.ABOVE && !bar) {
                // The text on standard output stopped somewhere on the line.
                err.println();
            }
            SpeedSummary.lines(tally, loading, elapsed()).stream()
                    .map(line -> Text.wrapped(line, status.width()))
                    .forEach(line -> err.println(status.style().faint(line)));
            err.flush();
        }
    }

    private void look() {
        tally = counter.get();
        seen = nanoTime.getAsLong();
    }

    /** Up to what was seen last. */
    private Duration elapsed() {
        return Duration.ofNanos(seen - started);
    }
}
