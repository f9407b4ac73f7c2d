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
package io.pyramidion.benchmarks.simulate;

import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.simulation.fleet.FleetResult;
import io.pyramidion.simulation.fleet.Served;

import java.util.List;
import java.util.Locale;

/**
 * How one way fared at one load. Times in milliseconds.
 *
 * @param endToEnd mean time from arrival to last token
 * @param highEndToEnd its 99th percentile
 * @param goodput tokens a second of requests served as wanted
 */
record Cell(
        String profile,
        double load,
        String way,
        double ttft,
        double highTtft,
        double tpot,
        double highTpot,
        double endToEnd,
        double highEndToEnd,
        double tokensPerSecond,
        double attainment,
        double goodput) {

    private static final double HIGH = 0.99;

    static Cell of(String profile, double load, FleetResult result) {
        return new Cell(
                profile,
                load,
                result.way(),
                result.mean(Served::ttftMillis),
                result.percentile(Served::ttftMillis, HIGH),
                result.mean(Served::tpotMillis),
                result.percentile(Served::tpotMillis, HIGH),
                result.mean(Served::endToEndMillis),
                result.percentile(Served::endToEndMillis, HIGH),
                result.tokensPerSecond(),
                result.attainment(),
                result.goodput());
    }

    String shown() {
        return String.format(
                Locale.ROOT,
                "%-11s end to end %6.0f ms (p99 %7.0f), TPOT %6.2f ms, %5.0f tokens/s, %5.1f %% as wanted",
                way,
                endToEnd,
                highEndToEnd,
                tpot,
                tokensPerSecond,
                100 * attainment);
    }

    static Table table(List<Cell> cells) {
        Table table =
                new Table(
                        "profile",
                        "load",
                        "way",
                        "TTFT mean",
                        "TTFT p99",
                        "TPOT mean",
                        "TPOT p99",
                        "end to end mean",
                        "end to end p99",
                        "tokens/s",
                        "as wanted",
                        "goodput");
        for (Cell cell : cells) {
            table.add(
                    cell.profile,
                    cell.load,
                    cell.way,
                    cell.ttft,
                    cell.highTtft,
                    cell.tpot,
                    cell.highTpot,
                    cell.endToEnd,
                    cell.highEndToEnd,
                    cell.tokensPerSecond,
                    cell.attainment,
                    cell.goodput);
        }
        return table;
    }
}
