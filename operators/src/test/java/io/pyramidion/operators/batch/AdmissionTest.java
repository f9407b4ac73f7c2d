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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Who starts next under a plan, and that nobody waits for ever. */
class AdmissionTest {

    private static final Duration AGING = Duration.ofSeconds(30);
    private static final int SLOTS = 16;
    private static final Predicate<String> NONE_BUSY = key -> false;

    private static final Admission ONLY_INTERACTIVE =
            new Admission(SLOTS, Set.of(SloClass.INTERACTIVE), true, false, Set.of());
    private static final Admission ALL_WITH_SHARES =
            new Admission(SLOTS, Set.of(SloClass.values()), true, false, Set.of());

    private final WaitingLine line = new WaitingLine(AGING);

    @Test
    void admitsByClassAloneIfNothingIsHeldBack() {
        add("batch", SloClass.BATCH);
        add("interactive", SloClass.INTERACTIVE);

        assertThat(Admission.OPEN.isOpen()).isTrue();
        assertThat(next(Admission.OPEN, List.of(), 0)).contains("interactive");
        assertThat(next(Admission.OPEN, List.of(), 0)).contains("batch");
    }

    @Test
    void keepsClassesThatAreHeldBackToAQuarterOfTheSlots() {
        for (int i = 0; i < 8; i++) {
            add("batch-" + i, SloClass.BATCH);
        }
        List<SloClass> running = new ArrayList<>(Collections.nCopies(3, SloClass.BATCH));

        assertThat(next(ONLY_INTERACTIVE, running, 0)).contains("batch-0");
        running.add(SloClass.STANDARD);
        assertThat(next(ONLY_INTERACTIVE, running, 0)).isEmpty();
    }

    @Test
    void neverStandsStillWithRequestsThatAreHeldBack() {
        add("batch", SloClass.BATCH);

        assertThat(line.next(0, NONE_BUSY, ONLY_INTERACTIVE.mayStart(List.of(), 1, 0, 30_000)))
                .map(Ticket::key)
                .contains("batch");
    }

    @Test
    void letsARequestRiseIntoAClassThatIsAdmitted() {
        add("batch", SloClass.BATCH);
        List<SloClass> running = Collections.nCopies(4, SloClass.BATCH);

        assertThat(next(ONLY_INTERACTIVE, running, 2 * AGING.toMillis() - 1)).isEmpty();
        assertThat(next(ONLY_INTERACTIVE, running, 2 * AGING.toMillis())).contains("batch");
    }

    @Test
    void keepsAnEighthOfTheSlotsForLowerClassesInAFloodOfTheFirst() {
        for (int i = 0; i < 10; i++) {
            add("interactive-" + i, SloClass.INTERACTIVE);
        }
        add("batch", SloClass.BATCH);
        add("standard", SloClass.STANDARD);
        List<SloClass> running = new ArrayList<>(Collections.nCopies(8, SloClass.INTERACTIVE));

        assertThat(next(ALL_WITH_SHARES, running, 0)).contains("standard");
        running.add(SloClass.STANDARD);
        assertThat(next(ALL_WITH_SHARES, running, 0)).contains("batch");
        running.add(SloClass.BATCH);
        assertThat(next(ALL_WITH_SHARES, running, 0)).contains("interactive-0");
    }

    @Test
    void leavesFewSlotsToTheFirstClassAndToWaiting() {
        add("interactive", SloClass.INTERACTIVE);
        add("batch", SloClass.BATCH);

        assertThat(ALL_WITH_SHARES.goesFirst(List.of(), 7)).isEmpty();
    }

    private void add(String key, SloClass sloClass) {
        line.add(key, key, new Terms(sloClass, Terms.NEVER, Terms.NEVER), 0);
    }

    /** As {@link OpenRequests} asks. */
    private Optional<String> next(Admission admission, List<SloClass> running, long now) {
        return admission
                .goesFirst(running, SLOTS)
                .flatMap(first -> line.next(now, NONE_BUSY, first))
                .or(
                        () ->
                                line.next(
                                        now,
                                        NONE_BUSY,
                                        admission.mayStart(running, SLOTS, now, AGING.toMillis())))
                .map(Ticket::key);
    }
}
