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

import io.pyramidion.operators.request.Shedding;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.request.WantedTimes;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingLineTest {

    private static final int AGING = 1000;

    private final WaitingLine line = new WaitingLine(Duration.ofMillis(AGING), () -> ticks());
    private final Set<String> busy = new HashSet<>();
    private long now;
    private long clockSetBy;

    private long ticks() {
        return now - clockSetBy;
    }

    @Test
    void servesRequestsOfOneClassInOrderOfArrival() {
        add("a");
        add("b");

        assertThat(next()).contains("a");
        assertThat(next()).contains("b");
        assertThat(next()).isEmpty();
    }

    @Test
    void holdsAKeyBackWhileItIsBusy() {
        add("a");
        add("a");
        next();

        assertThat(next()).isEmpty();
        assertThat(line.size()).isEqualTo(1);

        turnEnded("a");
        assertThat(next()).contains("a");
        assertThat(line.size()).isZero();
    }

    @Test
    void sendsAKeyThatWantsMoreToTheEnd() {
        add("a");
        add("a");
        next();
        add("b");
        turnEnded("a");

        assertThat(next()).contains("b");
        assertThat(next()).contains("a");
    }

    @Test
    void holdsAResumedKeyBack() {
        busy.add("a");
        add("a");

        assertThat(next()).isEmpty();
        assertThat(line.size()).isEqualTo(1);
    }

    @Test
    void servesByClassThenDeadlineThenArrival() {
        add("batch", SloClass.BATCH, 100);
        add("standard", SloClass.STANDARD, Terms.NEVER);
        add("late", SloClass.INTERACTIVE, 900);
        add("whenever", SloClass.INTERACTIVE, Terms.NEVER);
        add("soon", SloClass.INTERACTIVE, 500);

        assertThat(all()).containsExactly("soon", "late", "whenever", "standard", "batch");
    }

    @Test
    void liftsARequestByOneClassForEachAgingTime() {
        add("batch", SloClass.BATCH, Terms.NEVER);
        now = AGING;
        add("standard", SloClass.STANDARD, Terms.NEVER);
        add("interactive", SloClass.INTERACTIVE, Terms.NEVER);

        assertThat(all()).containsExactly("interactive", "batch", "standard");
    }

    @Test
    void starvesNobodyHoweverUrgentTheOthersAre() {
        add("batch", SloClass.BATCH, Terms.NEVER);
        List<String> served = new ArrayList<>();
        for (int i = 0; !served.contains("batch"); i++) {
            now += AGING / 10;
            add("urgent-" + i, SloClass.INTERACTIVE, now + 1);
            add("urgenter-" + i, SloClass.INTERACTIVE, now);
            served.add(next().orElseThrow());
        }

        assertThat(now).isEqualTo(3 * AGING);
        assertThat(served).hasSize(30);
    }

    @Test
    void takesOutWhoIsNotToRun() {
        line.add("s", "one", terms(SloClass.STANDARD, Terms.NEVER));
        line.add("s", "two", terms(SloClass.STANDARD, Terms.NEVER));

        assertThat(line.remove("s", "two")).isPresent();
        assertThat(line.remove("s", "two")).isEmpty();
        assertThat(line.remove("t", "one")).isEmpty();

        assertThat(line.size()).isEqualTo(1);
        assertThat(line.next(now, busy::contains)).map(Ticket::requestId).contains("one");
    }

    @Test
    void takesOutWhoseTimeIsUp() {
        add("deadline", SloClass.STANDARD, 100);
        line.add("queue", "queue", new Terms(SloClass.STANDARD, Terms.NEVER, 99));
        add("rest", SloClass.STANDARD, Terms.NEVER);

        assertThat(line.expired(99)).isEmpty();
        assertThat(line.expired(100)).extracting(Ticket::key).containsExactly("deadline", "queue");
        assertThat(line.expired(100)).isEmpty();
        assertThat(all()).containsExactly("rest");
    }

    @Test
    void servesWhatIsDueFirstAndSetsNothingByWhatIsLost() {
        addWanted("deadline", 800, Terms.NEVER);
        addWanted("relaxed", Terms.NEVER, 700);
        addWanted("urgent", 900, 300);
        addWanted("lost", Terms.NEVER, 100);
        now = 100;

        assertThat(all()).containsExactly("urgent", "relaxed", "deadline", "lost");
    }

    @Test
    void givesUpTheEarliestDeadlinesFirstThenWhoCameFirst() {
        add("first", SloClass.BATCH, Terms.NEVER);
        add("standard", SloClass.STANDARD, 1);
        add("late", SloClass.BATCH, 900);
        add("early", SloClass.BATCH, 500);
        add("second", SloClass.BATCH, Terms.NEVER);

        assertThat(line.removeAll(terms -> terms.sloClass() == SloClass.BATCH))
                .extracting(Ticket::key)
                .containsExactly("early", "late", "first", "second");
        assertThat(all()).containsExactly("standard");
    }

    @Test
    void makesNobodyOldByAClockThatIsSet() {
        add("batch", SloClass.BATCH, Terms.NEVER);
        clockSetBy = 100 * AGING;
        now += clockSetBy;
        add("interactive", SloClass.INTERACTIVE, Terms.NEVER);

        assertThat(all()).containsExactly("interactive", "batch");
    }

    @Test
    void onlyTheFirstRequestOfAKeyThatDoesNotRunPresses() {
        line.addCommand("forgotten", "", terms(SloClass.INTERACTIVE, Terms.NEVER));
        add("forgotten");
        line.addCommand("command", "", terms(SloClass.INTERACTIVE, Terms.NEVER));
        add("session", SloClass.STANDARD, 500);
        add("session", SloClass.STANDARD, 400);
        add("runs", SloClass.INTERACTIVE, 1);
        busy.add("runs");

        assertThat(line.pressing(now, busy::contains))
                .extracting(Ticket::key)
                .containsExactly("session", "forgotten");
        assertThat(line.pressing(now, busy::contains).get(0).terms().deadline()).isEqualTo(500);
        assertThat(line.size()).isEqualTo(6);
    }

    private void addWanted(String key, long deadline, long firstTokenDue) {
        WantedTimes wanted = new WantedTimes(firstTokenDue, Double.POSITIVE_INFINITY);
        Terms terms =
                new Terms(SloClass.INTERACTIVE, deadline, Terms.NEVER, wanted, Shedding.BY_CLASS);
        line.add(key, key, terms);
    }

    private void add(String key) {
        add(key, SloClass.STANDARD, Terms.NEVER);
    }

    private void add(String key, SloClass sloClass, long deadline) {
        line.add(key, key, terms(sloClass, deadline));
    }

    private static Terms terms(SloClass sloClass, long deadline) {
        return new Terms(sloClass, deadline, Terms.NEVER);
    }

    private Optional<String> next() {
        Optional<String> next = line.next(now, busy::contains).map(Ticket::key);
        next.ifPresent(busy::add);
        return next;
    }

    private void turnEnded(String key) {
        busy.remove(key);
        line.turnEnded(key);
    }

    private List<String> all() {
        List<String> keys = new ArrayList<>();
        for (Optional<String> key = next(); key.isPresent(); key = next()) {
            keys.add(key.get());
        }
        return keys;
    }
}
