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
package io.pyramidion.operators.batch;

import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static io.pyramidion.operators.request.SloClass.BATCH;
import static io.pyramidion.operators.request.SloClass.INTERACTIVE;
import static io.pyramidion.operators.request.SloClass.STANDARD;
import static org.assertj.core.api.Assertions.assertThat;

/** Who starts next under a plan, that no slot stands idle, and that nobody waits for ever. */
class AdmissionTest {

    private static final Duration AGING = Duration.ofSeconds(30);
    private static final Predicate<String> NONE_BUSY = key -> false;

    private static final Admission ONLY_INTERACTIVE =
            new Admission(Set.of(INTERACTIVE), true, false, Set.of());
    private static final Admission ALL_WITH_SHARES =
            new Admission(Set.of(SloClass.values()), true, false, Set.of());

    private final WaitingLine line = new WaitingLine(AGING, () -> now());
    private long now;
    private int added;

    private long now() {
        return now;
    }

    @Test
    void admitsByClassAloneIfNothingIsHeldBack() {
        add(BATCH);
        add(INTERACTIVE);
        List<SloClass> running = List.of(INTERACTIVE, STANDARD);

        assertThat(next(Admission.OPEN, running)).contains(INTERACTIVE);
        assertThat(next(Admission.OPEN, running)).contains(BATCH);
    }

    @Test
    void givesEverySlotToAClassThatIsHeldBackWhileNobodyElseWaits() {
        for (int i = 0; i < 8; i++) {
            add(BATCH);
        }
        List<SloClass> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            running.add(next(ONLY_INTERACTIVE, running).orElseThrow());
        }

        assertThat(running).containsOnly(BATCH).hasSize(8);
    }

    @Test
    void letsAClassThatIsAdmittedPassThoseThatAreHeldBack() {
        add(BATCH);
        add(INTERACTIVE);

        assertThat(next(ONLY_INTERACTIVE, List.of(INTERACTIVE, STANDARD, BATCH)))
                .contains(INTERACTIVE);
        assertThat(next(ONLY_INTERACTIVE, List.of(INTERACTIVE, STANDARD))).contains(BATCH);
    }

    @Test
    void letsARequestRiseIntoTheFirstClass() {
        add(BATCH);
        List<SloClass> running = List.of(INTERACTIVE, STANDARD, BATCH);
        now = 2 * AGING.toMillis() - 1;
        add(INTERACTIVE);
        assertThat(next(ONLY_INTERACTIVE, running)).contains(INTERACTIVE);

        now = 2 * AGING.toMillis();
        add(INTERACTIVE);
        assertThat(next(ONLY_INTERACTIVE, running)).contains(BATCH);
    }

    @Test
    void keepsAnEighthOfTheBatchForEachLowerClassInAFloodOfTheFirst() {
        Deque<SloClass> running = new ArrayDeque<>(Collections.nCopies(15, INTERACTIVE));
        List<SloClass> started = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            add(INTERACTIVE);
            add(STANDARD);
            add(BATCH);
            started.add(next(ALL_WITH_SHARES, List.copyOf(running)).orElseThrow());
            running.addLast(started.get(i));
            running.removeFirst();
        }

        assertThat(started)
                .containsExactly(STANDARD, BATCH, STANDARD, BATCH, INTERACTIVE, INTERACTIVE);
    }

    @Test
    void keepsOneSlotForAClassThatIsHeldBack() {
        List<SloClass> running = new ArrayList<>(Collections.nCopies(14, INTERACTIVE));
        running.add(BATCH);

        assertThat(ALL_WITH_SHARES.belowShare(running)).containsExactly(STANDARD, BATCH);
        assertThat(ONLY_INTERACTIVE.belowShare(running)).containsExactly(STANDARD);
    }

    @Test
    void keepsTheSharesOfABatchThatObjectivesKeepSmall() {
        // Of 32 slots only two are used: a share of all slots would be both of them.
        assertThat(ALL_WITH_SHARES.belowShare(List.of(STANDARD))).contains(INTERACTIVE);
        assertThat(ALL_WITH_SHARES.belowShare(List.of(INTERACTIVE)))
                .containsExactly(STANDARD, BATCH);
    }

    /** Requests of every class always wait, and each runs for as many turns as there are slots. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 8, 32})
    void noClassStarvesHoweverFewSlotsThereAre(int slots) {
        for (Admission admission : List.of(ALL_WITH_SHARES, ONLY_INTERACTIVE)) {
            Map<SloClass, Integer> starts = new EnumMap<>(SloClass.class);
            Deque<SloClass> running = new ArrayDeque<>();
            for (int turn = 0; turn < 20 * slots; turn++) {
                for (SloClass sloClass : SloClass.values()) {
                    add(sloClass);
                }
                SloClass started = next(admission, List.copyOf(running)).orElseThrow();
                starts.merge(started, 1, Integer::sum);
                running.addLast(started);
                if (running.size() == slots) {
                    running.removeFirst();
                }
            }

            assertThat(starts.get(STANDARD)).isGreaterThanOrEqualTo(9);
            assertThat(starts.get(BATCH)).isGreaterThanOrEqualTo(9);
            assertThat(starts.get(INTERACTIVE)).isGreaterThanOrEqualTo(18);
        }
    }

    @Test
    void tenThousandRequestsOfTheTightestClassLeaveTheOthersTheirShare() {
        for (int i = 0; i < 10_000; i++) {
            add(INTERACTIVE);
        }
        for (int i = 0; i < 5; i++) {
            add(BATCH);
            add(STANDARD);
        }
        Deque<SloClass> running = new ArrayDeque<>(Collections.nCopies(7, INTERACTIVE));
        Map<SloClass, Integer> starts = new EnumMap<>(SloClass.class);
        for (int turn = 0; turn < 50; turn++) {
            SloClass started = next(ONLY_INTERACTIVE, List.copyOf(running)).orElseThrow();
            starts.merge(started, 1, Integer::sum);
            running.addLast(started);
            running.removeFirst();
        }

        assertThat(starts).containsEntry(BATCH, 5).containsEntry(STANDARD, 5);
        assertThat(line.size()).isEqualTo(10_010 - 50);
    }

    @Test
    void agingKeepsOneSlotFromStarvingAnyone() {
        add(BATCH);
        now = 3 * AGING.toMillis();
        add(INTERACTIVE);

        assertThat(next(ALL_WITH_SHARES, List.of())).contains(BATCH);
    }

    private void add(SloClass sloClass) {
        String key = "key-" + added++;
        line.add(key, key, new Terms(sloClass, Terms.NEVER, Terms.NEVER));
    }

    /** As {@link OpenRequests} asks. */
    private Optional<SloClass> next(Admission admission, List<SloClass> running) {
        return line.owed(admission.belowShare(running), NONE_BUSY)
                .flatMap(sloClass -> line.next(0, NONE_BUSY, sloClass))
                .or(() -> line.next(0, NONE_BUSY))
                .map(ticket -> ticket.terms().sloClass());
    }
}
