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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.options.Pairs;
import io.pyramidion.benchmarks.report.Percentile;
import io.pyramidion.operators.request.SloClass;
import picocli.CommandLine.Option;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the classes want: as options say, or measured. */
final class Objectives {

    private static final double NEAR = 0.9;

    @Option(
            names = "--interactive",
            paramLabel = "TTFT:TPOT",
            description =
                    "What class interactive wants, ms (by default 2 and 1.5 times what the plain job does at half of its capacity, 90th percentiles).")
    private Optional<String> interactive = Optional.empty();

    @Option(
            names = "--standard",
            paramLabel = "TTFT:TPOT",
            description = "What class standard wants, ms (by default 8 and 3 times the same).")
    private Optional<String> standard = Optional.empty();

    /** Whether something has to be measured first. */
    boolean needMeasuring() {
        return interactive.isEmpty() || standard.isEmpty();
    }

    /**
     * Those of all classes.
     *
     * @param plain answers of the plain job at half of its capacity; unused where options say all
     */
    Map<SloClass, Objective> of(List<Answer> plain) {
        List<Answer> whole = plain.stream().filter(Answer::isWhole).toList();
        if (needMeasuring() && whole.isEmpty()) {
            throw new BenchException("the plain job gave no whole answer to take objectives from");
        }
        double ttft = Percentile.of(whole.stream().map(Answer::ttft).toList(), NEAR);
        double tpot = Percentile.of(whole.stream().map(Answer::tpot).toList(), NEAR);
        Map<SloClass, Objective> all = new EnumMap<>(SloClass.class);
        all.put(SloClass.INTERACTIVE, given("--interactive", interactive, 2 * ttft, 1.5 * tpot));
        all.put(SloClass.STANDARD, given("--standard", standard, 8 * ttft, 3 * tpot));
        all.put(SloClass.BATCH, Objective.NONE);
        return all;
    }

    private static Objective given(String option, Optional<String> text, double ttft, double tpot) {
        if (text.isEmpty()) {
            return new Objective(Math.ceil(ttft), Math.ceil(tpot));
        }
        int[] pair = Pairs.wholes(option, text.get());
        return new Objective(pair[0], pair[1]);
    }
}
