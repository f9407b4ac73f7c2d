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

import io.pyramidion.benchmarks.run.Samples;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The predictions of every round of a run in which the traffic changes. Errors are taken over what
 * was predicted from a round on, not before it, so that no round is judged by older predictions.
 */
final class ShiftTrace {

    private final List<Calibration> calibrations = new ArrayList<>();
    private final List<Double> timeRatios = new ArrayList<>();
    private int shift = -1;

    /**
     * Takes down a round.
     *
     * @param soFar calibration of all rounds up to this one
     * @param timeRatio predicted time divided by the measured one
     * @param shifted whether the new traffic has begun to decode
     */
    void add(Calibration soFar, double timeRatio, boolean shifted) {
        if (shifted && shift < 0) {
            shift = calibrations.size();
        }
        calibrations.add(soFar);
        timeRatios.add(timeRatio);
    }

    int rounds() {
        return calibrations.size();
    }

    /** The first round with the new traffic; -1 if it never came. */
    int shift() {
        return shift;
    }

    /**
     * Error of the next {@code tokens} proposed tokens from a round on, in points; NaN at the end.
     */
    double acceptanceError(int from, int tokens) {
        Calibration before = from == 0 ? Calibration.NONE : calibrations.get(from - 1);
        for (int round = from; round < calibrations.size(); round++) {
            Calibration next = calibrations.get(round).since(before);
            if (next.count() >= tokens) {
                return next.error();
            }
        }
        return Double.NaN;
    }

    /**
     * Median error of the next {@code rounds} rounds from a round on, in percent; NaN at the end.
     */
    double timeError(int from, int rounds) {
        if (from + rounds > timeRatios.size()) {
            return Double.NaN;
        }
        return 100
                * Samples.median(
                        timeRatios.subList(from, from + rounds).stream()
                                .map(ratio -> Math.abs(ratio - 1))
                                .toList());
    }

    /** Rounds after the change until the acceptance error is at most {@code points}. */
    OptionalInt acceptanceSettles(int tokens, double points) {
        if (shift < 0) {
            return OptionalInt.empty();
        }
        return IntStream.range(0, rounds() - shift)
                .filter(after -> acceptanceError(shift + after, tokens) <= points)
                .findFirst();
    }

    /** Rounds after the change until the time error is at most {@code percent}. */
    OptionalInt timeSettles(int rounds, double percent) {
        if (shift < 0) {
            return OptionalInt.empty();
        }
        return IntStream.range(0, rounds() - shift)
                .filter(after -> timeError(shift + after, rounds) <= percent)
                .findFirst();
    }
}
