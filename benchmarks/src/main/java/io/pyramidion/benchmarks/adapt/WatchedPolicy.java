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

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.policy.Regime;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Hands every question to the policy whose turn it is, and takes down what that answers and how
 * long it thinks. So that all contenders share the KV caches of one scheduler.
 */
final class WatchedPolicy implements SpeculationPolicy {

    private SpeculationPolicy policy;
    private Optional<Foresight> foresight = Optional.empty();
    private Decisions decisions = new Decisions();

    /** Gives the turn to a policy. */
    void take(SpeculationPolicy next) {
        policy = next;
        foresight = Foresight.of(next);
        forget();
    }

    /** Starts counting again. */
    void forget() {
        decisions = new Decisions();
    }

    /** What was decided since counting started. */
    Decisions decisions() {
        return decisions;
    }

    /** What the policy knows of its own predictions; nothing of one that makes none. */
    Calibration calibration() {
        return foresight.map(Foresight::calibration).orElse(Calibration.NONE);
    }

    /** What the policy thought that the last round would take; NaN if it did not say. */
    double predictedNanos() {
        return foresight.map(Foresight::predictedNanos).orElse(Double.NaN);
    }

    @Override
    public RoundPlan plan(List<Sequence> batch) {
        long start = System.nanoTime();
        RoundPlan plan = policy.plan(batch);
        decisions.spent(System.nanoTime() - start);
        return new WatchedPlan(plan);
    }

    @Override
    public Set<ModelRole> readers() {
        return policy.readers();
    }

    @Override
    public int maxRunning() {
        return policy.maxRunning();
    }

    @Override
    public int prefillTokens(List<Sequence> batch) {
        long start = System.nanoTime();
        int tokens = policy.prefillTokens(batch);
        decisions.spent(System.nanoTime() - start);
        return tokens;
    }

    @Override
    public void learn(RoundOutcome outcome) {
        long start = System.nanoTime();
        policy.learn(outcome);
        decisions.spent(System.nanoTime() - start);
    }

    @Override
    public void regime(Regime regime) {
        policy.regime(regime);
    }

    private final class WatchedPlan implements RoundPlan {

        private final RoundPlan plan;

        private WatchedPlan(RoundPlan plan) {
            this.plan = plan;
        }

        @Override
        public Lookahead lookahead(Sequence sequence) {
            long start = System.nanoTime();
            Lookahead lookahead = plan.lookahead(sequence);
            decisions.spent(System.nanoTime() - start);
            decisions.count(lookahead);
            return lookahead;
        }

        @Override
        public boolean measures() {
            return plan.measures();
        }

        @Override
        public Predicate<Sequence> proceeding(ProposalPass pass) {
            long start = System.nanoTime();
            Predicate<Sequence> chosen = plan.proceeding(pass);
            decisions.spent(System.nanoTime() - start);
            return sequence -> {
                long asked = System.nanoTime();
                boolean proceeds = chosen.test(sequence);
                decisions.spent(System.nanoTime() - asked);
                return proceeds;
            };
        }

        @Override
        public int[] kept(List<Sequence> batch, int[] candidates) {
            long start = System.nanoTime();
            int[] kept = plan.kept(batch, candidates);
            decisions.spent(System.nanoTime() - start);
            return kept;
        }

        @Override
        public OptionalDouble chance(
                AcceptanceStage stage, Sequence sequence, Confidence confidence) {
            return plan.chance(stage, sequence, confidence);
        }

        @Override
        public OptionalDouble guessChance(Sequence sequence) {
            return plan.guessChance(sequence);
        }
    }
}
