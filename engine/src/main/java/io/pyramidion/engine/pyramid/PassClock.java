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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.decoder.ComputeClock;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.sampling.SamplingParameters;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Times a model's passes as a proposer makes them. */
final class PassClock {

    /** Sequences of a small batch; a qualifier also reads so many tokens of one. */
    private static final int BATCH = 8;

    private static final int UNTIMED = 2;
    private static final int TIMED = 7;
    private static final List<Draw> GREEDY = List.of(new Draw(SamplingParameters.greedy(1), 0));

    private PassClock() {}

    /** Milliseconds of a pass: the geometric mean of one sequence's and of eight sequences'. */
    static double millis(Decoder decoder) {
        return Math.sqrt(millis(decoder, 1) * millis(decoder, BATCH));
    }

    /** The fastest of some passes, each with one token of each sequence: others were disturbed. */
    private static double millis(Decoder decoder, int sequences) {
        LongSupplier clock = ComputeClock.of(decoder);
        double best = Double.MAX_VALUE;
        try (KvCache cache = decoder.allocate(sequences, UNTIMED + TIMED)) {
            for (int position = 0; position < UNTIMED + TIMED; position++) {
                int at = position;
                List<Row> rows =
                        IntStream.range(0, sequences)
                                .mapToObj(slot -> new Row(slot, at, new int[] {slot}, GREEDY))
                                .toList();
                long start = clock.getAsLong();
                decoder.sample(cache, rows);
                double millis = (clock.getAsLong() - start) / 1e6;
                best = position < UNTIMED ? best : Math.min(best, millis);
            }
        }
        return best;
    }
}
