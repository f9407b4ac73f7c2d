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

import io.pyramidion.cli.metrics.JobMetrics;
import io.pyramidion.cli.metrics.JobNumbers;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.schemas.GenerationRequest;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Sends the demo's requests, shows what comes back, and judges it. */
final class DemoRun {

    private static final Duration REDRAW = Duration.ofMillis(150);
    private static final Duration METRICS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** After the last result: two checkpoints, in which a second copy of a result would show. */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private final DemoPlace place;
    private final Screen screen;
    private final DemoBoard board = new DemoBoard();
    private final DemoView view;
    private final JobMetrics metrics;
    private JobNumbers numbers = JobNumbers.NONE;
    private long metricsAt;

    DemoRun(DemoPlace place, Screen screen) {
        this.place = place;
        this.screen = screen;
        this.view = new DemoView(screen, board);
        this.metrics = new JobMetrics(place.flink().rest(), place.flink().jobId());
    }

    /**
     * Sends all bundled requests and waits for what they bring, at most some minutes.
     *
     * @return whether all came as it must
     */
    boolean firstRequests() {
        screen.print("");
        long start = System.nanoTime();
        DemoPrompts.requests().forEach(this::send);
        for (byte[] value : DemoPrompts.malformed()) {
            board.sentMalformed();
            place.sender().send("malformed", value);
        }
        place.sender().flush();
        follow(board::isComplete, LIMIT);
        Duration took = since(start);
        follow(() -> false, LINGER);
        screen.live(List.of());
        DemoVerdict verdict = DemoVerdict.of(board);
        sumUp(verdict, took);
        return verdict.isGood();
    }

    /** Sends one more request and shows its answer. */
    void ask(GenerationRequest request) {
        int before = board.results().size();
        send(request);
        place.sender().flush();
        follow(() -> board.results().size() > before, LIMIT);
        screen.live(List.of());
    }

    private void send(GenerationRequest request) {
        board.sent(request);
        place.sender().send(request);
        place.page()
                .ifPresent(page -> page.asked(request.getRequestId(), DemoPrompts.asked(request)));
    }

    private void follow(BooleanSupplier done, Duration limit) {
        long start = System.nanoTime();
        while (!done.getAsBoolean() && since(start).compareTo(limit) < 0) {
            place.feed()
                    .next(REDRAW)
                    .ifPresent(
                            event -> {
                                board.came(event);
                                view.came(event);
                            });
            measure();
            view.progress(since(start), numbers);
        }
    }

    private void measure() {
        if (metricsAt == 0 || since(metricsAt).compareTo(METRICS_INTERVAL) >= 0) {
            numbers = metrics.read();
            metricsAt = System.nanoTime();
        }
    }

    private void sumUp(DemoVerdict verdict, Duration took) {
        Style style = screen.style();
        screen.print("");
        screen.print(style.bold("Summary"));
        DemoSummary.lines(board, took, style).forEach(screen::print);
        screen.print("");
        if (verdict.isGood()) {
            screen.print(
                    style.good("✓")
                            + " every result arrived exactly once, every malformed record reached the"
                            + " dead letters");
        }
        verdict.problems().forEach(problem -> screen.print(style.bad("✗ ") + problem));
        screen.print("  dashboard: " + place.flink().rest().address());
        place.page().ifPresent(page -> screen.print("  console: " + page.address()));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
