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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Charts;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.pyramid.Pyramid;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Tasks, then stories: how soon a policy's predictions are right again. */
final class ShiftRun {

    private static final double POINTS = 5;
    private static final double PERCENT = 10;

    private final Pyramid pyramid;
    private final List<Prompt> prompts;
    private final int tokens;
    private final double temperature;

    ShiftRun(Pyramid pyramid, List<Prompt> prompts, int tokens, double temperature) {
        this.pyramid = pyramid;
        this.prompts = prompts;
        this.tokens = tokens;
        this.temperature = temperature;
    }

    /** Runs, and writes report, CSV file and plot. */
    void write(
            ShiftOptions options,
            Contender contender,
            List<String> machine,
            Path folder,
            PrintWriter console)
            throws IOException {
        SpeculationPolicy policy = contender.policies().get();
        ShiftTrace trace = run(options, contender, policy);
        Table table = table(options, trace);
        table.writeCsv(folder.resolve("shift.csv"));
        String verdict =
                "After %d rounds of tasks, stories came. Rounds until the acceptance error was at most %.0f points: %s; until the time error was at most %.0f %%: %s."
                        .formatted(
                                trace.shift(),
                                POINTS,
                                text(trace.acceptanceSettles(options.window(), POINTS)),
                                PERCENT,
                                text(trace.timeSettles(options.rounds(), PERCENT)));
        Files.writeString(
                folder.resolve("shift.md"),
                String.join(
                        "\n",
                        "# A change of traffic",
                        "",
                        "- " + String.join("\n- ", machine),
                        "- %d tasks, then %d stories, batch %d. Errors of a round: of the next %d proposed tokens, of the next %d rounds."
                                .formatted(
                                        options.requests(),
                                        options.requests(),
                                        options.batch(),
                                        options.window(),
                                        options.rounds()),
                        "",
                        verdict,
                        "",
                        "![errors](shift.png)",
                        ""));
        console.println(verdict);
        console.println("Report: " + folder.resolve("shift.md"));
        console.flush();
        Charts.save(folder.resolve("shift.png"), chart(options, trace));
    }

    private ShiftTrace run(ShiftOptions options, Contender contender, SpeculationPolicy policy) {
        Foresight foresight =
                Foresight.of(policy)
                        .orElseThrow(
                                () -> new BenchException("--shift needs a policy that predicts"));
        int longest = prompts.stream().mapToInt(p -> p.tokens().length).max().orElseThrow();
        List<Prompt> series =
                new ArrayList<>(Traffic.TASKS.prompts(prompts, 0, options.requests()));
        series.addAll(Traffic.STORIES.prompts(prompts, 0, options.requests()));
        ShiftTrace trace = new ShiftTrace();
        long[] last = {System.nanoTime()};
        try (TurnRunner runner =
                new TurnRunner(pyramid, options.batch(), longest, tokens, temperature)) {
            runner.run(
                    policy,
                    contender.speculation(),
                    series,
                    0,
                    tokens,
                    round -> {
                        long now = System.nanoTime();
                        boolean shifted =
                                round.sequences().stream().anyMatch(s -> s.sampling().ignoreEos());
                        trace.add(
                                foresight.calibration(),
                                foresight.predictedNanos() / (now - last[0]),
                                shifted);
                        last[0] = now;
                    });
        }
        return trace;
    }

    private static Table table(ShiftOptions options, ShiftTrace trace) {
        Table table = new Table("round", "acceptance error, points", "time error, %");
        for (int round = 0; round < trace.rounds(); round++) {
            table.add(
                    round - trace.shift(),
                    trace.acceptanceError(round, options.window()),
                    trace.timeError(round, options.rounds()));
        }
        return table;
    }

    private static XYChart chart(ShiftOptions options, ShiftTrace trace) {
        XYChart chart =
                Charts.lines(
                        "Errors of the predictions, stories from round 0 on",
                        "round",
                        "points and percent");
        line(
                chart,
                "acceptance, points",
                trace,
                IntStream.range(0, trace.rounds())
                        .mapToDouble(round -> trace.acceptanceError(round, options.window()))
                        .toArray());
        line(
                chart,
                "time, %",
                trace,
                IntStream.range(0, trace.rounds())
                        .mapToDouble(round -> trace.timeError(round, options.rounds()))
                        .toArray());
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private static void line(XYChart chart, String name, ShiftTrace trace, double[] errors) {
        int[] known =
                IntStream.range(0, errors.length).filter(i -> !Double.isNaN(errors[i])).toArray();
        if (known.length > 0) {
            chart.addSeries(
                            name,
                            IntStream.of(known).mapToDouble(i -> i - trace.shift()).toArray(),
                            IntStream.of(known).mapToDouble(i -> errors[i]).toArray())
                    .setMarker(SeriesMarkers.NONE);
        }
    }

    private static String text(OptionalInt rounds) {
        return rounds.isPresent() ? String.valueOf(rounds.getAsInt()) : "not in this run";
    }
}
