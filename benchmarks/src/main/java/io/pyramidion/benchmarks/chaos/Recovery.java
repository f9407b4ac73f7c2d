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
package io.pyramidion.benchmarks.chaos;

import java.util.function.ToLongFunction;

/**
 * How a job came back from one kill, step by step. Times in milliseconds since the kill; -1: the
 * step was not taken.
 *
 * @param load the machine's load average of the last minute
 * @param answers a job manager answers again, for itself or for the one that leads
 * @param created it begins to make the job's graph
 * @param ready the graph stands, and slots are asked for
 * @param slots the last task has a slot
 * @param classes the last task has its jar and starts to restore
 * @param runs the last task has restored and runs
 * @param firstToken the first token that had not come before
 * @param firstTokenOfAll the first such token after all tasks ran
 * @param moved task managers that run tasks of the job and did not before
 */
record Recovery(
        Outage outage,
        double load,
        long answers,
        long created,
        long ready,
        long slots,
        long classes,
        long runs,
        long firstToken,
        long firstTokenOfAll,
        int moved) {

    static final String CSV_HEADER =
            "outage,load,answers_ms,created_ms,ready_ms,slots_ms,classes_ms,runs_ms,"
                    + "first_token_ms,first_token_of_all_ms,moved";

    /** A step and how it is called in a table. */
    enum Step {
        ANSWERS("job manager answers", Recovery::answers),
        CREATED("job is loaded", Recovery::created),
        READY("asks for slots", Recovery::ready),
        SLOTS("has all slots", Recovery::slots),
        CLASSES("classes are loaded", Recovery::classes),
        RUNS("state is restored", Recovery::runs),
        FIRST_TOKEN("first new token", Recovery::firstToken),
        FIRST_TOKEN_OF_ALL("next one, all tasks running", Recovery::firstTokenOfAll);

        private final String words;
        private final ToLongFunction<Recovery> time;

        Step(String words, ToLongFunction<Recovery> time) {
            this.words = words;
            this.time = time;
        }

        String words() {
            return words;
        }

        long of(Recovery recovery) {
            return time.applyAsLong(recovery);
        }
    }

    String csv() {
        return "%s,%.1f,%d,%d,%d,%d,%d,%d,%d,%d,%d"
                .formatted(
                        outage,
                        load,
                        answers,
                        created,
                        ready,
                        slots,
                        classes,
                        runs,
                        firstToken,
                        firstTokenOfAll,
                        moved);
    }
}
