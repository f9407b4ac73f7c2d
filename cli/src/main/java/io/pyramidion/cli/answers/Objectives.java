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
package io.pyramidion.cli.answers;

import io.pyramidion.cli.terminal.Text;
import io.pyramidion.schemas.DeadlineAttainment;
import io.pyramidion.schemas.LatencyAttainment;
import io.pyramidion.schemas.SloAttainment;

import java.util.ArrayList;
import java.util.List;

/** What came of a request's objectives, for people. */
final class Objectives {

    private static final String NEVER = "never";

    private Objectives() {}

    /**
     * {@code ✓ first token 180 ms of 200 ms}: one text for each objective.
     *
     * @param slo null where the request had none
     */
    static List<String> shown(SloAttainment slo) {
        List<String> shown = new ArrayList<>();
        if (slo == null) {
            return shown;
        }
        if (slo.getTtftMs() != null) {
            shown.add(shown("first token", slo.getTtftMs()));
        }
        if (slo.getTpotMs() != null) {
            shown.add(shown("each token", slo.getTpotMs()));
        }
        if (slo.getDeadline() != null) {
            shown.add(shown(slo.getDeadline()));
        }
        return shown;
    }

    private static String shown(String what, LatencyAttainment told) {
        String actual = told.getActual() == null ? NEVER : Text.time(told.getActual());
        return "%s %s %s of %s"
                .formatted(mark(told.getMet()), what, actual, Text.time(told.getTarget()));
    }

    private static String shown(DeadlineAttainment told) {
        String late = told.getMissedByMs() > 0 ? " by " + Text.time(told.getMissedByMs()) : "";
        return mark(told.getMet()) + " deadline" + late;
    }

    /** Neither of both where a cancellation came first. */
    private static String mark(Boolean met) {
        if (met == null) {
            return "–";
        }
        return met ? "✓" : "✗";
    }
}
