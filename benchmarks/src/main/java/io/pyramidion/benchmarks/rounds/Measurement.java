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
package io.pyramidion.benchmarks.rounds;

import io.pyramidion.engine.speculation.ModelRole;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One repeat: shares of its wall clock, and what came out.
 *
 * @param shares share of the time inside each model, 0 to 1
 * @param meanBatch sequences per round
 * @param tokensPerRound generated tokens per round and sequence
 */
record Measurement(
        Map<ModelRole, Double> shares,
        double meanBatch,
        double tokensPerRound,
        double tokensPerSecond) {

    static final String HEADER =
            "| speculation | batch | mean batch | draft % | qualifier % | target % | models % | outside % | tokens/round | tokens/s | against off |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|---|";

    /** Sums of one repeat while it runs. */
    static final class Sum {
        private final Map<ModelRole, Long> nanos = new EnumMap<>(ModelRole.class);
        private long rounds;
        private long sequenceRounds;

        void add(ModelRole role, long more) {
            nanos.merge(role, more, Long::sum);
        }

        void addRound(int batch) {
            rounds++;
            sequenceRounds += batch;
        }

        Measurement over(long wallNanos, int tokens) {
            Map<ModelRole, Double> shares = new EnumMap<>(ModelRole.class);
            nanos.forEach((role, spent) -> shares.put(role, (double) spent / wallNanos));
            return new Measurement(
                    shares,
                    (double) sequenceRounds / rounds,
                    (double) tokens / sequenceRounds,
                    tokens * 1e9 / wallNanos);
        }
    }

    /** The repeat with the median speed. */
    static Measurement median(List<Measurement> repeats) {
        return repeats.stream()
                .sorted(Comparator.comparingDouble(Measurement::tokensPerSecond))
                .toList()
                .get(repeats.size() / 2);
    }

    double insideModels() {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * A line of the table.
     *
     * @param plain tokens per second of plain decoding in the same run
     */
    String row(String way, int batch, double plain) {
        return "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.0f | %.2f× |"
                .formatted(
                        way,
                        batch,
                        meanBatch,
                        100 * shares.get(ModelRole.DRAFT),
                        100 * shares.get(ModelRole.QUALIFIER),
                        100 * shares.get(ModelRole.TARGET),
                        100 * insideModels(),
                        100 * (1 - insideModels()),
                        tokensPerRound,
                        tokensPerSecond,
                        tokensPerSecond / plain);
    }
}
