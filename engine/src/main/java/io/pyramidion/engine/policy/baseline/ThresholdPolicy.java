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
package io.pyramidion.engine.policy.baseline;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;

import java.util.List;
import java.util.function.Predicate;

/**
 * Drafts for the whole batch until the draft's mean probability of the tokens that it just drew
 * falls below a threshold: the dynamic baseline of AdaSpec's evaluation, and the confidence rule of
 * Hugging Face's assisted generation for a batch. Draft and target alone; knows neither load nor
 * time. A request that tolerates other texts than the target's keeps the lengths it asks for.
 */
public final class ThresholdPolicy implements SpeculationPolicy {

    /** The default of assisted generation. */
    public static final double THRESHOLD = 0.4;

    /** The longest draft of AdaSpec's evaluation, tokens. */
    public static final int MAX_LENGTH = 8;

    private final double threshold;
    private final int maxLength;

    public ThresholdPolicy() {
        this(THRESHOLD, MAX_LENGTH);
    }

    /**
     * @param threshold mean probability below which drafting stops, 0 to 1
     * @param maxLength most tokens drafted for a sequence in a round, at least 1
     * @throws IllegalArgumentException if one is outside its limits
     */
    public ThresholdPolicy(double threshold, int maxLength) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold is " + threshold + "; allowed: 0 to 1");
        }
        if (maxLength < 1) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + "; allowed: at least 1");
        }
        this.threshold = threshold;
        this.maxLength = maxLength;
    }

    @Override
    public RoundPlan plan(List<Sequence> batch) {
        return new Plan();
    }

    private final class Plan implements RoundPlan {

        @Override
        public Lookahead lookahead(Sequence sequence) {
            return DraftLengths.of(sequence, maxLength);
        }

        @Override
        public boolean measures() {
            return true;
        }

        @Override
        public Predicate<Sequence> proceeding(ProposalPass pass) {
            boolean confident =
                    pass.proposed().stream()
                                    .flatMap(proposed -> proposed.confidences().stream())
                                    .mapToDouble(Plan::probability)
                                    .average()
                                    .orElse(1)
                            >= threshold;
            return sequence -> confident || !DraftLengths.isFree(sequence);
        }

        private static double probability(Confidence confidence) {
            return Math.exp(confidence.logProbability());
        }
    }
}
