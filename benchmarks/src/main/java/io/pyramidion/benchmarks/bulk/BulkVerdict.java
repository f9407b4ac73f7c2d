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
package io.pyramidion.benchmarks.bulk;

/**
 * What an output was found to hold.
 *
 * @param good good rows that were answered
 * @param bad bad rows that were refused
 * @param lost rows of which nothing is there
 * @param doubled answers beyond a row's first
 * @param otherTexts answers that are not the target's own
 * @param otherColumns rows whose other columns are not as they were
 * @param wrongly good rows that were refused, bad rows that were answered
 * @param unexplained refusals that do not name the fault
 */
record BulkVerdict(
        long good,
        long bad,
        long lost,
        long doubled,
        long otherTexts,
        long otherColumns,
        long wrongly,
        long unexplained) {

    boolean isClean() {
        return lost + doubled + otherTexts + otherColumns + wrongly + unexplained == 0;
    }
}
