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
import java.util.Set;

/**
 * What a plan says about whose requests start. It orders them and leaves no slot idle: requests of
 * a lower class start as soon as none of a higher one waits, and under pressure each class keeps a
 * share of the batch whoever else waits. So no class starves where two requests can run at once;
 * where only one can, aging in the {@link WaitingLine} sees to it.
 *
 * @param admitted classes that keep an eighth of the batch under pressure; the others keep one slot
 * @param shares whether there is pressure, so that classes need their shares
 * @param shedding whether waiting requests that allow it are answered at once
 * @param shedClasses classes that allow it for all their requests
 */
public record Admission(
        Set<SloClass> admitted, boolean shares, boolean shedding, Set<SloClass> shedClasses) {

    /** Everything starts in the line's order. */
    public static final Admission OPEN =
            new Admission(EnumSet.allOf(SloClass.class), false, false, Set.of());

    private static final int SHARE = 8;

    public Admission {
        admitted = Set.copyOf(admitted);
        shedClasses = Set.copyOf(shedClasses);
    }

    /**
     * Classes that would have less than their share of the batch if the next request were not one
     * of theirs; a request of these goes first. The share is that of the batch as it is then, not
     * of all slots, because latency objectives may keep it small.
     *
     * @param running classes of the requests that run
     */
    Set<SloClass> belowShare(Collection<SloClass> running) {
        Set<SloClass> below = EnumSet.noneOf(SloClass.class);
        if (!shares || running.isEmpty()) {
            return below;
        }
        for (SloClass sloClass : SloClass.values()) {
            long runs = running.stream().filter(sloClass::equals).count();
            if (runs < share(sloClass, running.size() + 1)) {
                below.add(sloClass);
            }
        }
        return below;
    }

    /** The first class needs no more than one: it is the first in line for all others. */
    private int share(SloClass sloClass, int batch) {
        boolean eighth = sloClass != SloClass.INTERACTIVE && admitted.contains(sloClass);
        return eighth ? Math.max(1, batch / SHARE) : 1;
    }
}
