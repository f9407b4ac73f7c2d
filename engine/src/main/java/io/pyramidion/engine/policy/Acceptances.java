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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.Sequence;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What is known of acceptance at each stage: of a token from its confidence, and of the next one,
 * that is not drawn yet, from how many were kept lately. Learned from every verification; what
 * stands behind the first token that was not kept is never put to the test. Not thread-safe.
 */
final class Acceptances {

    private static final double SEQUENCE_MEMORY = 40;
    private static final double SEQUENCE_LEAN = 8;
    private static final double TRAFFIC_MEMORY = 1500;
    private static final double TRAFFIC_LEAN = 6;

    /** What one sequence adds to what is known of all. */
    private static final class Own {

        private final Map<AcceptanceStage, KeptRate> rates = new EnumMap<>(AcceptanceStage.class);
        private final Map<AcceptanceStage, AcceptanceModel.Intercept> intercepts =
                new EnumMap<>(AcceptanceStage.class);

        KeptRate rate(AcceptanceStage stage) {
            return rates.computeIfAbsent(
                    stage, none -> new KeptRate(SEQUENCE_MEMORY, SEQUENCE_LEAN));
        }

        AcceptanceModel.Intercept intercept(AcceptanceStage stage, AcceptanceModel model) {
            return intercepts.computeIfAbsent(stage, none -> model.intercept());
        }
    }

    private final Map<AcceptanceStage, KeptRate> rates = new EnumMap<>(AcceptanceStage.class);
    private final Map<AcceptanceStage, AcceptanceModel> sampled =
            new EnumMap<>(AcceptanceStage.class);
    private final Map<AcceptanceStage, AcceptanceModel> greedy =
            new EnumMap<>(AcceptanceStage.class);
    private final Map<AcceptanceStage, Calibration> calibrations =
            new EnumMap<>(AcceptanceStage.class);
    private final Set<AcceptanceStage> tested = EnumSet.noneOf(AcceptanceStage.class);
    private final Map<Sequence, Own> sequences = new WeakHashMap<>();

    Acceptances() {
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            rates.put(stage, new KeptRate(TRAFFIC_MEMORY, TRAFFIC_LEAN));
            sampled.put(stage, new AcceptanceModel(FirstGuess.sampled(stage)));
            greedy.put(stage, new AcceptanceModel(FirstGuess.greedy(stage)));
            calibrations.put(stage, new Calibration());
        }
    }

    /** Probability that a stage's verifier keeps a token that is drawn. */
    double probability(AcceptanceStage stage, Sequence sequence, Confidence confidence) {
        AcceptanceModel model = model(stage, sequence);
        return model.probability(confidence, own(sequence).intercept(stage, model));
    }

    /** Probability that a stage's verifier keeps a sequence's next token. */
    double next(AcceptanceStage stage, Sequence sequence) {
        return own(sequence).rate(stage).share(rates.get(stage).share(FirstGuess.rate(stage)));
    }

    /** The same as it may be at best, for all that is known of the traffic. */
    double hopefulNext(AcceptanceStage stage, Sequence sequence) {
        return own(sequence).rate(stage).share(rates.get(stage).hopeful(FirstGuess.rate(stage)));
    }

    /** Share of all lately proposed tokens that a stage's verifier kept. */
    double share(AcceptanceStage stage) {
        return rates.get(stage).share(FirstGuess.rate(stage));
    }

    Calibration calibration(AcceptanceStage stage) {
        return calibrations.get(stage);
    }

    /** Learns from a run whose first tokens have these confidences. */
    void learn(RoundOutcome.Run run, List<Confidence> confidences) {
        AcceptanceStage stage = run.stage();
        Own own = own(run.sequence());
        tested.add(stage);
        own.rate(stage).learn(run.drafted(), run.accepted());
        rates.get(stage).learn(run.drafted(), run.accepted());
        AcceptanceModel model = model(stage, run.sequence());
        int tested = Math.min(run.drafted(), run.accepted() + 1);
        for (int i = 0; i < Math.min(tested, confidences.size()); i++) {
            boolean kept = i < run.accepted();
            double expected = model.probability(confidences.get(i), own.intercept(stage, model));
            calibrations.get(stage).learn(expected, kept);
            model.learn(confidences.get(i), own.intercept(stage, model), kept);
        }
    }

    /**
     * Learns from a token that was left out because little was expected of it: without these the
     * others would make the next one look better than it is.
     */
    void learnLeftOut(AcceptanceStage stage, Sequence sequence, double chance) {
        own(sequence).rate(stage).learnExpected(chance);
        rates.get(stage).learnExpected(chance);
    }

    /**
     * A round went by. What a stage brought is known for longer than for that round, but not for
     * ever: a stage that is not used comes back to what is usual, and is tried again.
     */
    void roundEnded(List<Sequence> batch) {
        rates.values().forEach(rate -> rate.fade(0.9998));
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            if (!tested.remove(stage)) {
                rates.get(stage).age();
            }
        }
        for (Sequence sequence : batch) {
            own(sequence).rates.values().forEach(rate -> rate.fade(0.995));
        }
    }

    private AcceptanceModel model(AcceptanceStage stage, Sequence sequence) {
        return (sequence.sampling().samples() ? sampled : greedy).get(stage);
    }

    private Own own(Sequence sequence) {
        return sequences.computeIfAbsent(sequence, none -> new Own());
    }
}
