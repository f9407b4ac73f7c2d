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

import io.pyramidion.cli.answers.Arms;
import io.pyramidion.cli.answers.Stages;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.engine.speculation.StageCount;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.StageStatistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The table at the end of a demo. */
final class DemoSummary {

    private static final int NAME_WIDTH = 30;

    private DemoSummary() {}

    /**
     * The table's lines.
     *
     * @param took from the first request sent to the last result read
     */
    static List<String> lines(DemoBoard board, Duration took, Style style) {
        List<String> lines = new ArrayList<>();
        double seconds = Math.max(0.001, took.toMillis() / 1000.0);
        lines.add(row("requests sent", board.requests().size() + board.malformed(), style));
        lines.add(row("results", board.results().size(), style));
        lines.add(row("dead letters", board.refused().size(), style));
        lines.add(row("tokens generated", board.tokens(), style));
        lines.add(row("time", String.format(Locale.ROOT, "%.1f s", seconds), style));
        lines.add(
                row(
                        "tokens per second",
                        String.format(Locale.ROOT, "%.0f", board.tokens() / seconds),
                        style));
        lines.add(
                row(
                        "mean time to first token",
                        Text.time(mean(board.results(), r -> r.getTimings().getTtftMs())),
                        style));
        lines.add(
                row(
                        "mean time per token after it",
                        String.format(
                                Locale.ROOT,
                                "%.1f ms",
                                mean(board.results(), r -> r.getTimings().getTpotMs())),
                        style));
        Map<String, Long> arms = roundsByArm(board.results());
        if (!arms.isEmpty()) {
            lines.add(row("rounds of requests", Arms.shown(arms), style));
        }
        acceptance(board.results())
                .forEach((stage, counts) -> lines.add(acceptance(stage, counts, style)));
        return lines;
    }

    private static String acceptance(String stage, StageStatistics counts, Style style) {
        String positions = Stages.positions(counts);
        String detail =
                " ("
                        + counts.getAccepted()
                        + " of "
                        + counts.getDrafted()
                        + " tokens"
                        + (positions.isEmpty() ? "" : "; by position " + positions)
                        + ")";
        return row(
                "accepted " + Stages.shown(stage),
                Text.percent((double) counts.getAccepted() / counts.getDrafted())
                        + style.faint(detail),
                style);
    }

    private static Map<String, Long> roundsByArm(List<GenerationResult> results) {
        Map<String, Long> sums = new TreeMap<>();
        for (GenerationResult result : results) {
            result.getSpeculation()
                    .getRoundsByArm()
                    .forEach((arm, rounds) -> sums.merge(arm, rounds, Long::sum));
        }
        return sums;
    }

    private static Map<String, StageStatistics> acceptance(List<GenerationResult> results) {
        Map<String, StageStatistics> sums = new TreeMap<>();
        for (GenerationResult result : results) {
            result.getSpeculation()
                    .getStages()
                    .forEach((stage, counts) -> sums.merge(stage, counts, DemoSummary::sum));
        }
        sums.values().removeIf(counts -> counts.getDrafted() == 0);
        return sums;
    }

    private static StageStatistics sum(StageStatistics one, StageStatistics other) {
        StageCount sum = count(one).plus(count(other));
        return new StageStatistics(
                sum.drafted(), sum.accepted(), sum.draftedPerPosition(), sum.acceptedPerPosition());
    }

    private static StageCount count(StageStatistics statistics) {
        return new StageCount(
                statistics.getDrafted(),
                statistics.getAccepted(),
                statistics.getDraftedPerPosition(),
                statistics.getAcceptedPerPosition());
    }

    private static double mean(
            List<GenerationResult> results, ToDoubleFunction<GenerationResult> value) {
        return results.stream()
                .filter(result -> result.getError() == null)
                .mapToDouble(value)
                .average()
                .orElse(0);
    }

    private static String row(String name, Object value, Style style) {
        return "  " + style.faint(Text.padded(name, NAME_WIDTH)) + value;
    }
}
