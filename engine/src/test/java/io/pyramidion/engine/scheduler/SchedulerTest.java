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
package io.pyramidion.engine.scheduler;

import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Objective;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.tokenizer.IncrementalDecoder;
import io.pyramidion.engine.tokenizer.TextStream;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulerTest {

    @Test
    void admitsInOrderOfArrivalUpToTheSlots() {
        Scheduler scheduler = new Scheduler(2, 100, new FixedPolicy());
        List<Sequence> sequences = List.of(sequence("a", 2), sequence("b", 2), sequence("c", 2));
        sequences.forEach(scheduler::submit);
        assertThat(scheduler.hasFreeSlot()).isFalse();
        Round round = scheduler.schedule().orElseThrow();
        assertThat(round.sequences()).containsExactly(sequences.get(0), sequences.get(1));
    }

    @Test
    void givesAFinishedSequencesSlotToTheNextOne() {
        Scheduler scheduler = new Scheduler(1, 100, new FixedPolicy());
        Sequence done = finished("a");
        Sequence next = sequence("b", 2);
        scheduler.submit(done);
        scheduler.submit(next);
        Round round = scheduler.schedule().orElseThrow();
        assertThat(scheduler.retire(round)).containsExactly(done);
        assertThat(scheduler.schedule().orElseThrow().sequences()).containsExactly(next);
        assertThat(next.kv().slot()).isZero();
    }

    @Test
    void readsLongPromptsInPiecesBesideRunningSequences() {
        Scheduler scheduler = new Scheduler(3, 10, new FixedPolicy());
        Sequence running = sequence("short", 2);
        Sequence longer = sequence("long", 26);
        Sequence late = sequence("late", 8);
        List.of(running, longer, late).forEach(scheduler::submit);
        Round round = scheduler.schedule().orElseThrow();
        assertThat(round.sequences()).containsExactly(running);
        assertThat(round.prefills()).containsExactly(new Round.Prefill(longer, 10));
    }

    @Test
    void spreadsTheReadingBudgetOverSeveralPrompts() {
        Scheduler scheduler = new Scheduler(3, 10, new FixedPolicy());
        Sequence first = sequence("a", 8);
        Sequence second = sequence("b", 20);
        scheduler.submit(first);
        scheduler.submit(second);
        assertThat(scheduler.schedule().orElseThrow().prefills())
                .containsExactly(new Round.Prefill(first, 7), new Round.Prefill(second, 3));
    }

    @Test
    void readsPromptsInOrderOfAdmissionWhateverTheirSlots() {
        Scheduler scheduler = new Scheduler(2, 10, new FixedPolicy());
        Sequence earlier = sequence("earlier", 40);
        Sequence later = sequence("later", 40);
        List.of(finished("done"), earlier, later).forEach(scheduler::submit);
        scheduler.retire(scheduler.schedule().orElseThrow());

        Round round = scheduler.schedule().orElseThrow();

        assertThat(later.kv().slot()).isLessThan(earlier.kv().slot());
        assertThat(round.prefills()).containsExactly(new Round.Prefill(earlier, 10));
    }

    @Test
    void hasNoRoundWhenNothingRuns() {
        assertThat(new Scheduler(2, 10, new FixedPolicy()).schedule()).isEmpty();
    }

    @Test
    void readsFirstWhoseFirstTokenIsDueFirst() {
        Scheduler scheduler = new Scheduler(3, 10, new FixedPolicy());
        Sequence first = sequence("first", 30);
        Sequence urgent = sequence("urgent", 30);
        urgent.aim(new Objective(1_000, Double.POSITIVE_INFINITY), OptionalLong.empty());
        scheduler.submit(first);
        scheduler.submit(urgent);
        assertThat(scheduler.schedule().orElseThrow().prefills())
                .containsExactly(new Round.Prefill(urgent, 10));
    }

    @Test
    void asksThePolicyHowManyRunAndHowMuchIsRead() {
        Scheduler scheduler =
                new Scheduler(
                        4,
                        10,
                        new SpeculationPolicy() {
                            @Override
                            public RoundPlan plan(List<Sequence> batch) {
                                return new FixedPolicy().plan(batch);
                            }

                            @Override
                            public int maxRunning() {
                                return 1;
                            }

                            @Override
                            public int prefillTokens(List<Sequence> batch) {
                                return 7;
                            }
                        });
        assertThat(scheduler.hasFreeSlot()).isTrue();
        Sequence only = sequence("only", 30);
        scheduler.submit(only);
        assertThat(scheduler.hasFreeSlot()).isFalse();
        assertThat(scheduler.schedule().orElseThrow().prefills())
                .containsExactly(new Round.Prefill(only, 7));
    }

    private static Sequence sequence(String id, int promptLength) {
        return new Sequence(
                id,
                new int[promptLength],
                new int[0],
                SamplingParameters.greedy(5),
                Speculation.OFF,
                Set.of(3),
                new TextStream(new NoText(), List.of()),
                100);
    }

    /** A sequence that an earlier run left complete. */
    private static Sequence finished(String id) {
        return new Sequence(
                id,
                new int[] {1},
                new int[] {5, 6},
                SamplingParameters.greedy(2),
                Speculation.OFF,
                Set.of(3),
                new TextStream(new NoText(), List.of()),
                100);
    }

    /** Tokens without a text. */
    private static final class NoText implements IncrementalDecoder {

        @Override
        public String append(int tokenId) {
            return "";
        }

        @Override
        public String finish() {
            return "";
        }
    }
}
