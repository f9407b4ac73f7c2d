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
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One round as it goes: after each pass it draws in what the proposer knows of its tokens, and goes
 * on with the sequences for which a further token is worth its time (SpecServe's adaptive drafter,
 * each sequence by itself); before the target's pass it leaves out what is not worth being read
 * (its confidence-prior verifier, over the whole batch).
 */
final class AdaptivePlan implements RoundPlan {

    /** Share of guesses from the text that has to be right for a proposer to read any. */
    private static final double WORTH_GUESSING = 0.4;

    private final Forecast forecast;
    private final Arm[] arms;
    private final int[] lookups;
    private final ArmPlanner planner;
    private final PassCosts costs;
    private final Acceptances acceptances;
    private final double rate;
    private final Map<Sequence, Integer> index = new HashMap<>();
    private final RoundNotes[] notes;

    /** Chance that all candidates of a sequence stand, and of its proposals at the qualifier. */
    private final double[] survival;

    private final double[] innerSurvival;
    private final double[] expected;
    private final int[] ahead;
    private final int[] inner;

    /** Chance of the first candidate that was cut off, 0 if none was, and what stood before it. */
    private final double[] leftOut;

    private final int[] kept;
    private double spent;
    private int read;
    private int pruned;

    /**
     * @param arms who proposes for each sequence, by index
     * @param lookups most guesses from the text for each, where no model proposes
     * @param rate tokens per nanosecond that time is worth
     */
    AdaptivePlan(
            Forecast forecast,
            Arm[] arms,
            int[] lookups,
            ArmPlanner planner,
            PassCosts costs,
            Acceptances acceptances,
            double rate) {
        this.forecast = forecast;
        this.arms = arms;
        this.lookups = lookups;
        this.planner = planner;
        this.costs = costs;
        this.acceptances = acceptances;
        this.rate = rate;
        int size = forecast.size();
        notes = new RoundNotes[size];
        survival = new double[size];
        innerSurvival = new double[size];
        expected = new double[size];
        ahead = new int[size];
        inner = new int[size];
        leftOut = new double[size];
        kept = new int[size];
        Arrays.fill(survival, 1);
        Arrays.fill(innerSurvival, 1);
        Arrays.fill(expected, 1);
        for (int i = 0; i < size; i++) {
            index.put(forecast.batch().get(i), i);
            notes[i] =
                    new RoundNotes(
                            lookahead(forecast.batch().get(i)).arm() == Arm.DRAFT_QUALIFIER_TARGET);
        }
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    public Lookahead lookahead(Sequence sequence) {
        Speculation bounds = sequence.speculation();
        if (!bounds.adaptive()) {
            return Lookahead.of(bounds);
        }
        int i = index.get(sequence);
        int most = forecast.most(i, arms[i]);
        boolean guesses =
                bounds.promptLookup()
                        && acceptances.next(AcceptanceStage.PROMPT_LOOKUP, sequence)
                                >= WORTH_GUESSING;
        return switch (arms[i]) {
            case OFF, PROMPT_LOOKUP ->
                    lookups[i] == 0
                            ? Lookahead.NONE
                            : new Lookahead(false, false, true, lookups[i], lookups[i]);
            case DRAFT_TARGET -> new Lookahead(true, false, guesses, most, most);
            case QUALIFIER_TARGET -> new Lookahead(false, true, guesses, most, most);
            case DRAFT_QUALIFIER_TARGET ->
                    new Lookahead(true, true, guesses, bounds.draftLength(), most);
        };
    }

    @Override
    public Predicate<Sequence> proceeding(ProposalPass pass) {
        spent += costs.decoding(pass.model(), Math.max(1, pass.proposed().size()));
        List<Integer> open = new ArrayList<>(pass.proposed().size());
        for (ProposalPass.Proposed proposed : pass.proposed()) {
            int i = index.get(proposed.sequence());
            takeIn(i, pass.model(), proposed);
            if (proposed.open() && proposed.sequence().speculation().adaptive()) {
                open.add(i);
            }
        }
        Set<Sequence> chosen = chosen(open, pass.model());
        return sequence -> !sequence.speculation().adaptive() || chosen.contains(sequence);
    }

    private void takeIn(int i, ModelRole model, ProposalPass.Proposed proposed) {
        notes[i].add(model, proposed);
        boolean inside = model == ModelRole.DRAFT && qualified(i);
        Arm single = model == ModelRole.DRAFT ? Arm.DRAFT_TARGET : Arm.QUALIFIER_TARGET;
        AcceptanceStage stage = inside ? AcceptanceStage.DRAFT_QUALIFIER : single.lastStage();
        double chance = 1;
        for (Confidence confidence : proposed.confidences()) {
            chance *= acceptances.probability(stage, proposed.sequence(), confidence);
            if (!inside) {
                expected[i] += survival[i] * chance;
            }
        }
        if (inside) {
            innerSurvival[i] *= chance;
            inner[i] += proposed.fresh();
        } else {
            survival[i] *= chance;
            innerSurvival[i] = 1;
        }
        ahead[i] = proposed.ahead();
    }

    /** The open sequences for which going on is worth its time. */
    private Set<Sequence> chosen(List<Integer> open, ModelRole model) {
        Set<Sequence> chosen = new HashSet<>();
        List<Integer> single = new ArrayList<>(open.size());
        List<Integer> nested = new ArrayList<>(open.size());
        open.forEach(i -> (qualified(i) ? nested : single).add(i));
        goOn(single, model, chosen);
        goOnInside(nested, model, chosen);
        return chosen;
    }

    private void goOn(List<Integer> open, ModelRole model, Set<Sequence> chosen) {
        if (open.isEmpty()) {
            return;
        }
        int size = open.size();
        double[] survives = new double[size];
        double[] kept = new double[size];
        double[] next =
                model == ModelRole.DRAFT ? forecast.draftTarget() : forecast.qualifierTarget();
        int[] room = new int[size];
        for (int place = 0; place < size; place++) {
            int i = open.get(place);
            survives[place] = survival[i];
            kept[place] = next[i];
            room[place] = forecast.most(i, arms[i]) - ahead[i];
        }
        double positions = positions();
        double left = left();
        Steps steps =
                Steps.first(
                        survives,
                        kept,
                        room,
                        count -> costs.decoding(model, count),
                        more -> costs.decoding(ModelRole.TARGET, positions + more),
                        rate,
                        (nanos, gained) -> nanos <= left);
        for (int place = 0; place < size; place++) {
            if (steps.lengths()[place] > 0) {
                chosen.add(forecast.batch().get(open.get(place)));
            }
        }
    }

    /** Nanoseconds that are left of the time of paced sequences. */
    private double left() {
        Pacing pacing = forecast.pacing();
        return pacing.bounds()
                ? pacing.left(spent + costs.decoding(ModelRole.TARGET, positions()), expected)
                : Double.POSITIVE_INFINITY;
    }

    private void goOnInside(List<Integer> open, ModelRole model, Set<Sequence> chosen) {
        double[] worth = new double[open.size()];
        for (int place = 0; place < worth.length; place++) {
            worth[place] = worth(open.get(place), model);
        }
        int[] order = ArmPlanner.descending(worth);
        double gain = 0;
        double more = 0;
        double best = 0;
        int count = 0;
        double left = left();
        for (int place = 0; place < order.length; place++) {
            int i = open.get(order[place]);
            gain += worth[order[place]];
            more += adds(i, model);
            double cost = going(model, i, place + 1) + verifying(more);
            if (gain - rate * cost > best && cost <= left) {
                best = gain - rate * cost;
                count = place + 1;
            }
        }
        for (int place = 0; place < count; place++) {
            int i = open.get(order[place]);
            inner[i] = model == ModelRole.QUALIFIER ? 0 : inner[i];
            chosen.add(forecast.batch().get(i));
        }
    }

    /** Tokens that a sequence may expect of going on. */
    private double worth(int i, ModelRole model) {
        double kept = forecast.qualifierTarget()[i];
        if (model == ModelRole.DRAFT) {
            return survival[i]
                    * innerSurvival[i]
                    * forecast.draftQualifier()[i]
                    * Math.pow(kept, inner[i] + 1.0);
        }
        return survival[i]
                * ArmPlanner.run(kept, ArmPlanner.standing(forecast, i, Math.max(1, inner[i])));
    }

    /** Candidates that it adds. */
    private double adds(int i, ModelRole model) {
        return model == ModelRole.DRAFT
                ? innerSurvival[i]
                : ArmPlanner.standing(forecast, i, Math.max(1, inner[i]));
    }

    /** Nanoseconds of going on with so many sequences, up to the target's pass. */
    private double going(ModelRole model, int i, int count) {
        if (model == ModelRole.QUALIFIER) {
            return planner.innerRound(count, Math.max(1, inner[i]));
        }
        double fed = count * (inner[i] + 1.0);
        return costs.decoding(ModelRole.DRAFT, count)
                + costs.decoding(ModelRole.QUALIFIER, fed + count)
                - costs.decoding(ModelRole.QUALIFIER, fed);
    }

    private double verifying(double more) {
        double now = positions();
        return costs.decoding(ModelRole.TARGET, now + more) - costs.decoding(ModelRole.TARGET, now);
    }

    private double positions() {
        double positions = forecast.size();
        for (int each : ahead) {
            positions += each;
        }
        return positions;
    }

    @Override
    public int[] kept(List<Sequence> batch, int[] candidates) {
        double[][] chances = new double[batch.size()][];
        int others = batch.size();
        for (int i = 0; i < chances.length; i++) {
            if (batch.get(i).speculation().adaptive()) {
                chances[i] = chances(i, batch.get(i), candidates[i]);
            } else {
                others += candidates[i];
            }
        }
        int[] reading = new CandidateCut(costs, rate).kept(chances, others);
        for (int i = 0; i < reading.length; i++) {
            if (chances[i] == null) {
                reading[i] = candidates[i];
            } else if (reading[i] < candidates[i]) {
                int most = reading[i];
                kept[i] = most;
                leftOut[i] = chances[i][most] / (most == 0 ? 1 : chances[i][most - 1]);
                pruned += candidates[i] - most;
            }
            read += reading[i];
        }
        return reading;
    }

    @Override
    public OptionalDouble chance(AcceptanceStage stage, Sequence sequence, Confidence confidence) {
        return OptionalDouble.of(acceptances.probability(stage, sequence, confidence));
    }

    @Override
    public OptionalDouble guessChance(Sequence sequence) {
        return OptionalDouble.of(acceptances.next(AcceptanceStage.PROMPT_LOOKUP, sequence));
    }

    private double[] chances(int i, Sequence sequence, int candidates) {
        List<Confidence> known = notes[i].candidates();
        AcceptanceStage stage = arms[i].lastStage();
        double[] chances = new double[candidates];
        double chance = 1;
        for (int j = 0; j < candidates; j++) {
            chance *=
                    j < known.size()
                            ? acceptances.probability(stage, sequence, known.get(j))
                            : acceptances.next(stage, sequence);
            chances[j] = chance;
        }
        return chances;
    }

    /** Of a sequence that takes part; null for another one. */
    RoundNotes notes(Sequence sequence) {
        Integer i = index.get(sequence);
        return i == null ? null : notes[i];
    }

    /**
     * Learns of what the target did not read: a token put to the test only where all before it were
     * kept.
     *
     * @param gained tokens that each sequence got
     */
    void learnLeftOut(Map<Sequence, Integer> gained) {
        for (int i = 0; i < leftOut.length; i++) {
            Sequence sequence = forecast.batch().get(i);
            if (leftOut[i] > 0 && gained.get(sequence) > kept[i]) {
                acceptances.learnLeftOut(arms[i].lastStage(), sequence, leftOut[i]);
            }
        }
    }

    /** Candidates of all sequences that the target read. */
    int read() {
        return read;
    }

    /** Candidates of all sequences that stood and that the target did not read. */
    int pruned() {
        return pruned;
    }

    Forecast forecast() {
        return forecast;
    }

    private boolean qualified(int i) {
        return notes[i].qualified();
    }
}
