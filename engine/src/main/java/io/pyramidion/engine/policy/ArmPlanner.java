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

import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.Arrays;

/**
 * Finds the lengths at which an arm serves a batch best (SpecServe's efficiency estimator, for
 * ragged lengths and two levels): those that bring the most tokens beyond what the batch makes
 * elsewhere in the time that they cost.
 */
final class ArmPlanner {

    /**
     * Rounds that share the cost of what a model has to read before it can propose again; longer
     * than most answers, for an arm that pays serves the requests to come, too.
     */
    private static final double ROUNDS_TO_COME = 24;

    private static final int[] INNER_LENGTHS = {1, 2, 3, 4, 6, 8};

    private final PassCosts costs;
    private final double roundNanos;
    private final Traffic traffic;

    /**
     * @param roundNanos what a round takes outside the models
     * @param traffic what requests are like: whoever proposes has to read their prompts too
     */
    ArmPlanner(PassCosts costs, double roundNanos, Traffic traffic) {
        this.traffic = traffic;
        this.costs = costs;
        this.roundNanos = roundNanos;
    }

    /** The same if the smaller models cost as little as they may. */
    ArmPlanner hopeful() {
        return new ArmPlanner(costs.hopeful(), roundNanos, traffic);
    }

    /**
     * The best plan of an arm.
     *
     * @param rate tokens per nanosecond that the time is worth
     */
    ArmPlan plan(Arm arm, Forecast forecast, double rate) {
        return switch (arm) {
            case OFF, PROMPT_LOOKUP -> new Draft(forecast).plan(arm);
            case DRAFT_TARGET ->
                    single(arm, ModelRole.DRAFT, forecast, forecast.draftTarget(), rate);
            case QUALIFIER_TARGET ->
                    single(arm, ModelRole.QUALIFIER, forecast, forecast.qualifierTarget(), rate);
            case DRAFT_QUALIFIER_TARGET -> pyramid(forecast, rate);
        };
    }

    private ArmPlan single(
            Arm arm, ModelRole proposer, Forecast forecast, double[] kept, double rate) {
        Draft draft = new Draft(forecast);
        int[] room = new int[forecast.size()];
        double[] survival = new double[forecast.size()];
        Arrays.fill(survival, 1);
        for (int i = 0; i < room.length; i++) {
            room[i] = forecast.most(i, arm);
        }
        Steps steps =
                Steps.best(
                        survival,
                        kept,
                        room,
                        open -> costs.decoding(proposer, open),
                        more -> costs.decoding(ModelRole.TARGET, forecast.size() + more),
                        rate,
                        draft::allows);
        draft.take(steps);
        draft.readFirst(proposer);
        return draft.plan(arm);
    }

    private ArmPlan pyramid(Forecast forecast, double rate) {
        ArmPlan best = null;
        for (int length : INNER_LENGTHS) {
            ArmPlan plan = pyramid(forecast, rate, length);
            if (best == null
                    || plan.tokens() - rate * plan.nanos() > best.tokens() - rate * best.nanos()) {
                best = plan;
            }
        }
        return best;
    }

    /** Inner rounds of so many drafted tokens: the qualifier keeps some and adds one. */
    private ArmPlan pyramid(Forecast forecast, double rate, int inner) {
        Draft draft = new Draft(forecast);
        double[] candidates = new double[forecast.size()];
        int[] order = descending(forecast.qualifierTarget());
        int active = order.length;
        while (active > 0) {
            double gain = 0;
            double more = 0;
            double best = 0;
            int chosen = 0;
            int counted = 0;
            double cost = 0;
            double added = 0;
            for (int place = 0; place < active; place++) {
                int i = order[place];
                double stand = standing(forecast, i, inner);
                if (candidates[i] + stand > forecast.most(i, Arm.DRAFT_QUALIFIER_TARGET)) {
                    continue;
                }
                counted++;
                more += stand;
                gain += draft.survival[i] * run(forecast.qualifierTarget()[i], stand);
                double taken = innerRound(counted, inner) + draft.verifying(more);
                if (gain - rate * taken > best) {
                    best = gain - rate * taken;
                    chosen = place + 1;
                    cost = taken;
                    added = more;
                }
            }
            if (chosen == 0 || !forecast.pacing().allows(draft.nanos + cost, draft.expected)) {
                break;
            }
            draft.nanos += cost;
            draft.positions += added;
            for (int place = 0; place < chosen; place++) {
                int i = order[place];
                double stand = standing(forecast, i, inner);
                if (candidates[i] + stand <= forecast.most(i, Arm.DRAFT_QUALIFIER_TARGET)) {
                    double b = forecast.qualifierTarget()[i];
                    draft.add(i, draft.survival[i] * run(b, stand));
                    draft.survival[i] *= Math.pow(b, stand);
                    candidates[i] += stand;
                    draft.lengths[i] = (int) Math.round(candidates[i]);
                }
            }
            active = chosen;
        }
        draft.readFirst(ModelRole.DRAFT);
        draft.readFirst(ModelRole.QUALIFIER);
        return draft.plan(Arm.DRAFT_QUALIFIER_TARGET);
    }

    /** Nanoseconds of an inner round of some sequences. */
    double innerRound(int sequences, int inner) {
        return inner * costs.decoding(ModelRole.DRAFT, sequences)
                + costs.decoding(ModelRole.QUALIFIER, sequences * (inner + 1.0));
    }

    /** Candidates that an inner round is expected to bring. */
    static double standing(Forecast forecast, int index, int inner) {
        return 1 + run(forecast.draftQualifier()[index], inner);
    }

    /** Expected length of the kept part of a run, each token of which is kept with a chance. */
    static double run(double chance, double length) {
        return chance > 0.999 ? length : chance * (1 - Math.pow(chance, length)) / (1 - chance);
    }

    /** Indices by falling value; batches are small. */
    static int[] descending(double[] values) {
        int[] order = new int[values.length];
        for (int i = 0; i < order.length; i++) {
            int at = i;
            while (at > 0 && values[order[at - 1]] < values[i]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }

    /** A plan that grows step by step. */
    private final class Draft {

        private final Forecast forecast;
        private final int[] lengths;
        private final double[] survival;
        private final double[] expected;
        private double tokens;
        private double nanos;
        private double positions;

        Draft(Forecast forecast) {
            this.forecast = forecast;
            int size = forecast.size();
            lengths = new int[size];
            survival = new double[size];
            expected = new double[size];
            Arrays.fill(survival, 1);
            Arrays.fill(expected, 1);
            tokens = size;
            positions = size;
            nanos = roundNanos + costs.decoding(ModelRole.TARGET, positions);
        }

        /** Nanoseconds by which the target's pass grows. */
        double verifying(double more) {
            return costs.decoding(ModelRole.TARGET, positions + more)
                    - costs.decoding(ModelRole.TARGET, positions);
        }

        /** Whether all keep their time with steps that take and bring so much. */
        boolean allows(double more, double[] gained) {
            if (!forecast.pacing().bounds()) {
                return true;
            }
            double[] then = new double[gained.length];
            Arrays.setAll(then, i -> expected[i] + gained[i]);
            return forecast.pacing().allows(nanos + more, then);
        }

        void take(Steps steps) {
            nanos += steps.nanos();
            for (int i = 0; i < lengths.length; i++) {
                add(i, steps.gained()[i]);
                lengths[i] = steps.lengths()[i];
            }
        }

        void add(int i, double more) {
            expected[i] += more;
            tokens += more;
        }

        void readFirst(ModelRole model) {
            int unread = 0;
            for (int i = 0; i < lengths.length; i++) {
                unread += lengths[i] > 0 ? forecast.lag()[model.ordinal()][i] : 0;
            }
            nanos += costs.reading(model, unread) / ROUNDS_TO_COME;
            if (Arrays.stream(lengths).anyMatch(length -> length > 0)) {
                nanos += tokens * traffic.promptShare() * costs.readingPerToken(model);
            }
        }

        ArmPlan plan(Arm arm) {
            return new ArmPlan(arm, lengths, expected, tokens, nanos);
        }
    }
}
