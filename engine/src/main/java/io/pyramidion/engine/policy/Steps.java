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

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How far one proposer shall go on for each sequence of a batch. Every step adds a token to some
 * sequences, those of the best chances; it costs a pass of the proposer and makes the verifiers'
 * pass longer. A step may not be worth its time and yet lead to some that are, where a longer pass
 * costs little more: the run of steps is what is worth most as a whole.
 */
final class Steps {

    /** Steps in a row that are not worth their time, after which none is expected to be. */
    private static final int PATIENCE = 4;

    private final double[] kept;
    private final int[] room;
    private final double[] survival;
    private final int[] lengths;
    private final double[] gained;
    private final int[] bestLengths;
    private final double[] bestGained;
    private double nanos;
    private double positions;
    private double bestNanos;
    private double bestWorth;

    private Steps(double[] survival, double[] kept, int[] room) {
        this.kept = kept;
        this.room = room;
        this.survival = survival.clone();
        this.lengths = new int[kept.length];
        this.gained = new double[kept.length];
        this.bestLengths = new int[kept.length];
        this.bestGained = new double[kept.length];
    }

    /** Which further runs of steps are allowed. */
    interface Limit {

        /**
         * @param nanos what the steps take
         * @param gained tokens that they add to each sequence, by index
         */
        boolean allows(double nanos, double[] gained);
    }

    /**
     * The first steps that are worth their time, if any are: whoever is in the first of them is to
     * go on. Less work than {@link #best}, for the many times that this is asked in a round.
     *
     * @param survival as for {@link #best}, like all others
     */
    static Steps first(
            double[] survival,
            double[] kept,
            int[] room,
            IntToDoubleFunction proposing,
            IntToDoubleFunction verifying,
            double rate,
            Limit limit) {
        return find(survival, kept, room, proposing, verifying, rate, limit, true);
    }

    /**
     * The best steps.
     *
     * @param survival chance that what a sequence has ahead stands, by index
     * @param kept chance that its next token stands if all before it do
     * @param room most tokens that it may get
     * @param proposing nanoseconds of a pass of the proposer over so many sequences
     * @param verifying nanoseconds by which so many more tokens make the verifiers' pass longer
     * @param rate tokens per nanosecond that time is worth
     */
    static Steps best(
            double[] survival,
            double[] kept,
            int[] room,
            IntToDoubleFunction proposing,
            IntToDoubleFunction verifying,
            double rate,
            Limit limit) {
        return find(survival, kept, room, proposing, verifying, rate, limit, false);
    }

    private static Steps find(
            double[] survival,
            double[] kept,
            int[] room,
            IntToDoubleFunction proposing,
            IntToDoubleFunction verifying,
            double rate,
            Limit limit,
            boolean first) {
        Steps steps = new Steps(survival, kept, room);
        double[] next = new double[kept.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = survival[i] * kept[i];
        }
        int[] order = ArmPlanner.descending(next);
        double worth = 0;
        int active = order.length;
        int idle = 0;
        while (active > 0 && idle < PATIENCE && !(first && steps.bestWorth > 0)) {
            double before = worth;
            active = steps.step(order, active, proposing, verifying, rate);
            worth = steps.tokens() - rate * steps.nanos;
            if (active == 0 || !limit.allows(steps.nanos, steps.gained)) {
                break;
            }
            idle = worth > before ? 0 : idle + 1;
            if (worth > steps.bestWorth) {
                steps.keep(worth);
            }
        }
        return steps;
    }

    /**
     * Takes a step with as many of the first sequences as is worth most; with all of them if none
     * is worth it by itself.
     *
     * @return how many of the first sequences took part, at most {@code active}
     */
    private int step(
            int[] order,
            int active,
            IntToDoubleFunction proposing,
            IntToDoubleFunction verifying,
            double rate) {
        double already = verifying.applyAsDouble((int) positions);
        double gain = 0;
        double best = 0;
        int chosen = 0;
        int open = 0;
        for (int place = 0; place < active; place++) {
            int i = order[place];
            if (lengths[i] < room[i]) {
                open++;
                gain += survival[i] * kept[i];
                double cost =
                        proposing.applyAsDouble(open)
                                + verifying.applyAsDouble((int) positions + open)
                                - already;
                if (gain - rate * cost > best) {
                    best = gain - rate * cost;
                    chosen = place + 1;
                }
            }
        }
        return open == 0 ? 0 : take(order, chosen == 0 ? active : chosen, proposing, verifying);
    }

    private int take(
            int[] order, int chosen, IntToDoubleFunction proposing, IntToDoubleFunction verifying) {
        double already = verifying.applyAsDouble((int) positions);
        int open = 0;
        for (int place = 0; place < chosen; place++) {
            int i = order[place];
            if (lengths[i] < room[i]) {
                open++;
                survival[i] *= kept[i];
                gained[i] += survival[i];
                lengths[i]++;
            }
        }
        positions += open;
        nanos += proposing.applyAsDouble(open) + verifying.applyAsDouble((int) positions) - already;
        return chosen;
    }

    private void keep(double worth) {
        bestWorth = worth;
        bestNanos = nanos;
        System.arraycopy(lengths, 0, bestLengths, 0, lengths.length);
        System.arraycopy(gained, 0, bestGained, 0, gained.length);
    }

    private double tokens() {
        return Arrays.stream(gained).sum();
    }

    /** Tokens to propose for each sequence, by index. */
    int[] lengths() {
        return bestLengths;
    }

    /** Tokens that it may expect of them. */
    double[] gained() {
        return bestGained;
    }

    /** What they take. */
    double nanos() {
        return bestNanos;
    }
}
