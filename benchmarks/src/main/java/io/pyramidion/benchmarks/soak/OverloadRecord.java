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
package io.pyramidion.benchmarks.soak;

/**
 * How a job bore an overload.
 *
 * @param sent records sent
 * @param answered records answered when the scenario ended
 * @param seconds that it took
 * @param waiting maximum number of requests in state that did not run, over all subtasks
 * @param heap most used heap, bytes, garbage included
 * @param resident largest resident set, bytes
 * @param restarts of the job
 * @param failedCheckpoints that failed
 * @param note what else there is to say
 */
record OverloadRecord(
        Overload overload,
        int sent,
        int answered,
        long seconds,
        long waiting,
        long heap,
        long resident,
        long restarts,
        long failedCheckpoints,
        String note) {

    static final String HEADER =
            "| overload | sent | answered | seconds | most waiting | heap, at most MB | resident, at"
                    + " most MB | job restarts | failed checkpoints | |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|";

    private static final long MEGABYTE = 1 << 20;

    String row() {
        return "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %s |"
                .formatted(
                        overload.words(),
                        sent,
                        answered,
                        seconds,
                        waiting,
                        heap / MEGABYTE,
                        resident / MEGABYTE,
                        restarts,
                        failedCheckpoints,
                        note);
    }
}
