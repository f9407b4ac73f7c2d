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
package io.pyramidion.cli.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.terminal.ProgressBar;
import io.pyramidion.cli.terminal.StatusLines;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.job.files.Counts;
import io.pyramidion.job.files.Inputs;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run tells: for people on standard error, as JSON on standard output. Where standard error
 * is no terminal, a line now and then.
 */
final class BatchReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);
    private static final int WIDEST_BAR = 24;
    private static final int NARROWEST_BAR = 8;

    private final PrintWriter out;
    private final PrintWriter err;
    private final StatusLines status;
    private final boolean json;
    private final boolean quiet;

    private Counts before = Counts.NONE;
    private Counts shown = Counts.NONE;
    private long started = System.nanoTime();
    private long told = started;

    BatchReport(PrintWriter out, PrintWriter err, StatusLines status, boolean json, boolean quiet) {
        this.out = out;
        this.err = err;
        this.status = status;
        this.json = json;
        this.quiet = quiet;
    }

    /** The input was read, and models are loaded next. */
    synchronized void begins(Inputs inputs, boolean resumes, Counts done) {
        before = done;
        shown = done;
        inputs.warnings().forEach(warning -> tell("warning: " + warning));
        tell(
                "%s in %s, format %s%s"
                        .formatted(
                                Text.count(inputs.rows(), "row"),
                                Text.count(inputs.files().size(), "file"),
                                inputs.format(),
                                resumes ? "; resuming, " + done.rows() + " done" : ""));
    }

    /** The job runs. */
    synchronized void runs(URI dashboard) {
        started = System.nanoTime();
        told = started;
        tell("dashboard " + dashboard + "; log " + System.getProperty("pyramidion.log", "none"));
    }

    synchronized void shows(Counts counts, long rows) {
        if (json && !counts.equals(shown)) {
            out.println(numbers("in_progress", counts, rows));
        }
        shown = counts;
        if (status.isLive()) {
            status.show(List.of(line(counts, rows, elapsed(), status.width(), status.style())));
        } else if (System.nanoTime() - told > BETWEEN_LINES.toNanos()) {
            told = System.nanoTime();
            tell(String.join(" · ", facts(counts, rows, elapsed())));
        }
    }

    synchronized void clear() {
        status.clear();
    }

    /**
     * Every row is answered.
     *
     * @param failures where rows are that failed
     */
    synchronized void ends(Counts counts, long rows, String output, String failures) {
        if (json) {
            out.println(numbers("completed", counts, rows));
        }
        tell(
                "%s in %s: %d completed, %d failed; %s, %s tokens/s; %s"
                        .formatted(
                                Text.count(rows, "row"),
                                Text.time(elapsed().toMillis()),
                                counts.completed(),
                                counts.failed(),
                                Text.count(counts.completionTokens(), "token"),
                                rate(counts, elapsed()),
                                output));
        if (counts.failed() > 0) {
            tell("Why a row failed stands in its error, in " + failures);
        }
    }

    /** On a narrow terminal the bar goes first, then the last facts. */
    private String line(Counts counts, long rows, Duration elapsed, int width, Style style) {
        List<String> facts = facts(counts, rows, elapsed);
        String text = facts.get(0);
        for (String fact : facts.subList(1, facts.size())) {
            String more = text + " · " + fact;
            text = more.length() <= width ? more : text;
        }
        int room = Math.min(WIDEST_BAR, width - text.length() - 1);
        return room < NARROWEST_BAR
                ? Text.head(text, width)
                : ProgressBar.of(counts.rows(), rows, room, style) + " " + text;
    }

    private List<String> facts(Counts counts, long rows, Duration elapsed) {
        List<String> facts = new ArrayList<>();
        facts.add(counts.rows() + "/" + Text.count(rows, "row"));
        long fresh = counts.rows() - before.rows();
        if (fresh > 0 && counts.rows() < rows) {
            double left = (double) elapsed.toMillis() / fresh * (rows - counts.rows());
            facts.add(Text.wholeTime(Duration.ofMillis(Math.round(left))) + " left");
        }
        if (counts.failed() > 0) {
            facts.add(counts.failed() + " failed");
        }
        if (counts.completionTokens() > before.completionTokens()) {
            facts.add(rate(counts, elapsed) + " tokens/s");
        }
        return facts;
    }

    private ObjectNode numbers(String state, Counts counts, long rows) {
        ObjectNode numbers = JSON.createObjectNode();
        numbers.put("status", state);
        numbers.putObject("request_counts")
                .put("total", rows)
                .put("completed", counts.completed())
                .put("failed", counts.failed());
        numbers.putObject("usage")
                .put("prompt_tokens", counts.promptTokens())
                .put("completion_tokens", counts.completionTokens())
                .put("total_tokens", counts.promptTokens() + counts.completionTokens());
        numbers.put("seconds", seconds(elapsed().toMillis() / 1000.0));
        numbers.put("tokens_per_second", Double.parseDouble(rate(counts, elapsed())));
        return numbers;
    }

    private static double seconds(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1f", value));
    }

    private String rate(Counts counts, Duration elapsed) {
        return Text.perSecond(counts.completionTokens() - before.completionTokens(), elapsed);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void tell(String line) {
        if (!quiet) {
            status.clear();
            err.println(line);
        }
    }
}
