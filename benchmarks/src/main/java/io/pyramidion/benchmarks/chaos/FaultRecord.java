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

import io.pyramidion.benchmarks.load.JobTimeline;
import io.pyramidion.benchmarks.load.StreamedTokens;

/**
 * One fault and how the job came back from it. Times in milliseconds; -1: it was not to be seen.
 *
 * @param at when it struck, since the epoch
 * @param over when what was broken was mended, likewise
 * @param detail to what, and with what chance numbers
 * @param detected until the job was seen to run no more
 * @param firstToken until the first token that had not come before the fault, from whichever
 *     subtask went on first
 * @param restored until all of its tasks ran again
 * @param firstTokenOfAll until the first such token after that
 * @param regenerated tokens that came again until the next fault
 */
record FaultRecord(
        Fault fault,
        long at,
        long over,
        String detail,
        long detected,
        long firstToken,
        long restored,
        long firstTokenOfAll,
        long regenerated) {

    static final String CSV_HEADER =
            "fault,second,detail,detected_ms,first_token_ms,restored_ms,first_token_of_all_ms,"
                    + "tokens_regenerated";

    /**
     * Sums up a fault from what was watched.
     *
     * @param repeatsUntil when the next fault strikes, or the end
     */
    static FaultRecord of(
            Fault fault,
            long at,
            long over,
            String detail,
            JobTimeline job,
            StreamedTokens tokens,
            long repeatsUntil) {
        long stopped = job.stoppedSince(at);
        long runs = stopped < 0 ? -1 : job.runsSince(stopped);
        long partly = runs < 0 ? -1 : job.partlyRan(runs);
        return new FaultRecord(
                fault,
                at,
                over,
                detail,
                since(at, stopped),
                since(at, tokens.firstFreshSince(Math.max(at, partly))),
                since(at, runs),
                since(at, tokens.firstFreshSince(Math.max(at, runs))),
                tokens.repeated(at, repeatsUntil));
    }

    String csv(long start) {
        return "%s,%d,%s,%d,%d,%d,%d,%d"
                .formatted(
                        fault,
                        (at - start) / 1000,
                        detail,
                        detected,
                        firstToken,
                        restored,
                        firstTokenOfAll,
                        regenerated);
    }

    private static long since(long at, long time) {
        return time < 0 ? -1 : time - at;
    }
}
