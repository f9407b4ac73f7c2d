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

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a plan says about whose requests start. It never stops the batch: what is held back keeps a
 * share of the slots, at least one, and a request that has waited long enough counts as the class
 * that it has risen to.
 *
 * @param maxRunning most requests that run at once
 * @param admitted classes whose requests start as usual; the others run on at most a quarter of the
 *     slots
 * @param shares whether classes below the first keep an eighth of the slots even if requests of the
 *     first never end
 * @param shedding whether waiting requests that allow it are answered at once
 * @param shedClasses classes that allow it for all their requests
 */
public record Admission(
        int maxRunning,
        Set<SloClass> admitted,
        boolean shares,
        boolean shedding,
        Set<SloClass> shedClasses) {

    /** Everything starts as soon as there is a slot. */
    public static final Admission OPEN =
            new Admission(Integer.MAX_VALUE, EnumSet.allOf(SloClass.class), false, false, Set.of());

    private static final int HELD_SHARE = 4;
    private static final int LOWER_SHARE = 8;

    public Admission {
        admitted = Set.copyOf(admitted);
        shedClasses = Set.copyOf(shedClasses);
    }

    /** Whether it differs in nothing from {@link #OPEN} but the number of requests. */
    boolean isOpen() {
        return !shares && admitted.size() == SloClass.values().length;
    }

    /** Which tickets may be next, beside requests that run. */
    Predicate<Ticket> mayStart(Collection<SloClass> running, int slots, long now, long aging) {
        long held = running.stream().filter(sloClass -> !admitted.contains(sloClass)).count();
        if (held < Math.max(1, slots / HELD_SHARE)) {
            return ticket -> true;
        }
        int lowest = admitted.stream().mapToInt(SloClass::ordinal).max().orElse(0);
        return ticket -> ticket.rank(now, aging) <= lowest;
    }

    /** Which tickets go first because their classes have less than their share, if any do. */
    Optional<Predicate<Ticket>> goesFirst(Collection<SloClass> running, int slots) {
        long lower = running.stream().filter(Admission::isLower).count();
        return shares && lower < slots / LOWER_SHARE
                ? Optional.of(ticket -> isLower(ticket.terms().sloClass()))
                : Optional.empty();
    }

    private static boolean isLower(SloClass sloClass) {
        return sloClass != SloClass.INTERACTIVE;
    }
}
