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
package io.pyramidion.cli.metrics;

import io.pyramidion.engine.speculation.Arm;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Tells from growing counts of rounds which arm was used most since one looked last. */
final class ArmWatch {

    private final Map<Arm, Long> before = new EnumMap<>(Arm.class);
    private Arm most;

    /**
     * The arm of most rounds since the last call; the one before if there was no round.
     *
     * @param rounds so far, by arm
     * @return empty before the first round
     */
    Optional<Arm> look(Map<Arm, Long> rounds) {
        long best = 0;
        for (Map.Entry<Arm, Long> arm : rounds.entrySet()) {
            long more = arm.getValue() - before.getOrDefault(arm.getKey(), 0L);
            if (more > best) {
                best = more;
                most = arm.getKey();
            }
        }
        before.putAll(rounds);
        return Optional.ofNullable(most);
    }
}
