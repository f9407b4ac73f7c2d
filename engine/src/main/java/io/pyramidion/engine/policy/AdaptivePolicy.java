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

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Speculates where it pays, round by round and sequence by sequence (SpecServe's fast loop):
 * chooses the arm and the lengths that bring the most tokens per second by what passes cost on this
 * machine and by what verifiers kept lately, within the time that paced sequences have. Requests
 * that do not adapt get what they ask for. In mode exact no choice changes a text.
 */
public final class AdaptivePolicy implements SpeculationPolicy {

    /** Longest proposal unless options or the controller say less. */
    public static final int MAX_CANDIDATES = 16;

    /** An arm takes over if it is this much better: what was read for another one is lost. */
    private static final double BETTER = 1.02;

    /** Prompt tokens that models read at once to take part again. */
    private static final int CATCH_UP = 256;

    private static final int MIN_PREFILL = 16;

    /** Rounds between two looks at the arms that are not in use, and between two trials. */
    private static final int LOOK_EVERY = 8;

    private static final int EXPLORE_EVERY = 2;

    private static final double OVERHEAD_MEMORY = 0.05;

    /** Fits of the value of time to the best plan, which starts from the last round's. */
    private static final int FITS = 2;

    private final PassCosts costs;
    private final LongSupplier clock;
    private final Acceptances acceptances = new Acceptances();
    private final Traffic traffic = new Traffic();
    private final Exploration exploration;
    private final RoundTally tally = new RoundTally();
    private final List<Arm> available;
    private Regime regime = Regime.FREE;
    private Arm arm;
    private Arm used;
    private double rate;
    private double roundNanos;
    private AdaptivePlan current;
    private ArmPlan planned;
    private int batchSize;
    private int lastSize;
    private int sinceLook;
    private boolean full;
    private double expectedNanos;
    private long planningNanos;
    private long allNanos;

    /**
     * @param costs of the pyramid that runs the rounds
     */
    public AdaptivePolicy(PassCosts costs) {
        this(costs, System::nanoTime);
    }

    /**
     * @param clock nanoseconds, monotonic: the scheduler's
     */
    public AdaptivePolicy(PassCosts costs, LongSupplier clock) {
        this.costs = costs;
        this.clock = clock;
        this.available = available(costs);
        this.exploration = new Exploration(available);
        this.arm = available.isEmpty() ? Arm.OFF : available.get(0);
        this.used = arm;
    }

    @Override
    public void regime(Regime bounds) {
        regime = bounds;
    }

    @Override
    public Set<ModelRole> readers() {
        EnumSet<ModelRole> readers = EnumSet.of(ModelRole.TARGET);
        if (arm == Arm.DRAFT_TARGET || arm == Arm.DRAFT_QUALIFIER_TARGET) {
            readers.add(ModelRole.DRAFT);
        }
        if (arm == Arm.QUALIFIER_TARGET || arm == Arm.DRAFT_QUALIFIER_TARGET) {
            readers.add(ModelRole.QUALIFIER);
        }
        return readers;
    }

    @Override
    public RoundPlan plan(List<Sequence> batch) {
        long start = System.nanoTime();
        batchSize = batch.size();
        if (batch.isEmpty()) {
            current = null;
            planned = null;
            full = false;
            return new FixedPolicy().plan(batch);
        }
        batch.forEach(sequence -> sequence.open(regime.openness()));
        ArmPlanner planner = new ArmPlanner(costs, roundNanos, traffic);
        double plain = roundNanos + costs.decoding(ModelRole.TARGET, batch.size());
        Pacing pacing = Pacing.of(batch, clock.getAsLong(), plain);
        Forecast forecast = Forecast.of(batch, acceptances, regime.maxCandidates(), pacing, false);
        choose(planner, forecast);
        Arm[] arms = arms(forecast);
        if (sinceLook % EXPLORE_EVERY == 0) {
            exploration.choose(arms, forecast, acceptances, costs, planner, rate, regime);
        }
        current =
                new AdaptivePlan(
                        forecast, arms, lookups(forecast), planner, costs, acceptances, rate);
        full =
                pacing.bounds()
                        && !pacing.allows(
                                planned.nanos() * (1 + 1.0 / batch.size()), planned.expected());
        planningNanos += System.nanoTime() - start;
        return current;
    }

    /** The best arm, and with it what time is worth. */
    private void choose(ArmPlanner planner, Forecast forecast) {
        List<Arm> others = looksAround(forecast.size()) ? available : List.of(arm);
        for (int fit = 0; fit < FITS; fit++) {
            ArmPlan off = planner.plan(Arm.OFF, forecast, rate);
            ArmPlan own = arm == Arm.OFF ? off : planner.plan(arm, forecast, rate);
            ArmPlan best = own;
            for (Arm other : others) {
                ArmPlan plan = other == arm ? own : planner.plan(other, forecast, rate);
                if (plan.rate() > Math.max(best.rate(), own.rate() * BETTER)) {
                    best = plan;
                }
            }
            planned = off.rate() >= best.rate() ? off : best;
            rate = planned.rate();
        }
        arm = isPlain(planned) ? Arm.OFF : planned.arm();
    }

    /** Now and then, and when the batch is another: in between, only what is in use is planned. */
    private boolean looksAround(int size) {
        boolean due = size != lastSize || ++sinceLook >= LOOK_EVERY;
        if (due) {
            sinceLook = 0;
            lastSize = size;
        }
        return due;
    }

    /** Then nobody need read prompts for it. */
    private static boolean isPlain(ArmPlan plan) {
        return Arrays.stream(plan.lengths()).allMatch(length -> length == 0);
    }

    private static List<Arm> available(PassCosts costs) {
        boolean draft = costs.has(ModelRole.DRAFT);
        boolean qualifier = costs.has(ModelRole.QUALIFIER);
        if (draft && qualifier) {
            return List.of(Arm.DRAFT_TARGET, Arm.QUALIFIER_TARGET, Arm.DRAFT_QUALIFIER_TARGET);
        }
        if (draft) {
            return List.of(Arm.DRAFT_TARGET);
        }
        return qualifier ? List.of(Arm.QUALIFIER_TARGET) : List.of();
    }

    /** Who proposes for each sequence; models that have much to read do so a few at a time. */
    private Arm[] arms(Forecast forecast) {
        Arm[] arms = new Arm[forecast.size()];
        Arrays.fill(arms, Arm.OFF);
        int reading = 0;
        for (int i = 0; i < arms.length; i++) {
            if (planned.lengths()[i] > 0) {
                int lag = lag(forecast, i, planned.arm());
                if (lag == 0 || reading == 0 || reading + lag <= CATCH_UP) {
                    arms[i] = planned.arm();
                    reading += lag;
                }
            }
        }
        return arms;
    }

    static int lag(Forecast forecast, int i, Arm arm) {
        int draft = forecast.lag()[ModelRole.DRAFT.ordinal()][i];
        int qualifier = forecast.lag()[ModelRole.QUALIFIER.ordinal()][i];
        return switch (arm) {
            case OFF, PROMPT_LOOKUP -> 0;
            case DRAFT_TARGET -> draft;
            case QUALIFIER_TARGET -> qualifier;
            case DRAFT_QUALIFIER_TARGET -> draft + qualifier;
        };
    }

    /** Guesses from the text that are worth being read by the target. */
    private int[] lookups(Forecast forecast) {
        int[] lookups = new int[forecast.size()];
        double positions = forecast.size();
        for (int i = 0; i < lookups.length; i++) {
            Sequence sequence = forecast.batch().get(i);
            int most = forecast.most(i, Arm.PROMPT_LOOKUP);
            double kept = acceptances.next(AcceptanceStage.PROMPT_LOOKUP, sequence);
            double chance = kept;
            while (lookups[i] < most
                    && chance
                            > rate
                                    * (costs.decoding(ModelRole.TARGET, positions + 1)
                                            - costs.decoding(ModelRole.TARGET, positions))) {
                chance *= kept;
                positions++;
                lookups[i]++;
            }
        }
        return lookups;
    }

    @Override
    public int prefillTokens(List<Sequence> batch) {
        if (planned == null || !current.forecast().pacing().bounds()) {
            return regime.prefillTokens();
        }
        double left = current.forecast().pacing().left(planned.nanos(), planned.expected());
        int tokens = MIN_PREFILL;
        while (tokens <= regime.prefillTokens() / 2 && reading(2 * tokens) <= left) {
            tokens *= 2;
        }
        return Math.min(tokens, regime.prefillTokens());
    }

    private double reading(int tokens) {
        return readers().stream().mapToDouble(model -> costs.reading(model, tokens)).sum();
    }

    @Override
    public int maxRunning() {
        return full ? batchSize : Integer.MAX_VALUE;
    }

    @Override
    public void learn(RoundOutcome outcome) {
        long start = System.nanoTime();
        expectedNanos = roundNanos + costs.expected(outcome);
        costs.learn(outcome);
        allNanos += outcome.nanos();
        traffic.learn(outcome);
        if (current != null) {
            learn(current, outcome);
        }
        planningNanos += System.nanoTime() - start;
    }

    private void learn(AdaptivePlan plan, RoundOutcome outcome) {
        long inside = outcome.passes().stream().mapToLong(RoundOutcome.Pass::nanos).sum();
        // A pause of the machine is no property of rounds.
        double outside = Math.min(outcome.nanos() - inside, 2 * (roundNanos + inside));
        roundNanos += OVERHEAD_MEMORY * (Math.max(0, outside) - roundNanos);
        acceptances.roundEnded(plan.forecast().batch());
        for (RoundOutcome.Run run : outcome.runs()) {
            acceptances.learn(run, plan.notes(run.sequence()).run(run.stage()));
        }
        plan.learnLeftOut(outcome.gained());
        exploration.roundTook(Math.max(0, outcome.nanos()));
        count(plan, outcome);
    }

    private void count(AdaptivePlan plan, RoundOutcome outcome) {
        List<Sequence> batch = plan.forecast().batch();
        tally.ended(batch.size(), plan.read(), plan.pruned());
        if (batch.stream().anyMatch(sequence -> sequence.speculation().adaptive())) {
            boolean guessed =
                    outcome.runs().stream()
                            .anyMatch(run -> run.stage() == AcceptanceStage.PROMPT_LOOKUP);
            used = arm == Arm.OFF && guessed ? Arm.PROMPT_LOOKUP : arm;
            tally.adapted(used);
        }
    }

    /** What is known and decided now. */
    public PolicyFigures figures() {
        return new PolicyFigures(
                used,
                tally.rounds(),
                tally.candidates(),
                tally.pruned(),
                tally.meanCandidates(),
                acceptances,
                costs,
                (double) planningNanos / Math.max(1, allNanos + planningNanos),
                expectedNanos,
                planned == null ? 0 : planned.rate() * 1e9);
    }
}
