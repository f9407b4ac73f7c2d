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

import io.pyramidion.cli.answers.Arms;
import io.pyramidion.engine.speculation.Arm;

import java.util.Locale;
import java.util.Optional;

/**
 * What the two loops of speculation have put in force.
 *
 * @param pressure level of pressure; empty if nothing is known of it
 * @param arm who proposed in most of the latest rounds, if that is known
 * @param candidates tokens that the target verified for one request in a recent round
 */
public record InForce(String pressure, Optional<Arm> arm, double candidates) {

    public static final InForce NOTHING = new InForce("", Optional.empty(), 0);

    /** {@code · busy · draft→target 2.4 ahead}, to stand behind other numbers. */
    String shown() {
        String level = pressure.isEmpty() ? "" : " · " + pressure;
        if (arm.isEmpty()) {
            return level;
        }
        // The mean is one of many rounds: where nobody proposes now, it tells of the past.
        String who = Arms.shown(arm.get());
        return arm.get() == Arm.OFF
                ? level + " · " + who
                : String.format(Locale.ROOT, "%s · %s %.1f ahead", level, who, candidates);
    }
}
