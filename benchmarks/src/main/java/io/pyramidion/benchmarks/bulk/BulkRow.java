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

import java.util.OptionalInt;

/**
 * A row of the input: every hundredth is bad, in one of ten ways after the other.
 *
 * @param number its place in the file, from 0
 * @param prompt which of the prompts it has
 * @param fault which of the ten it is; empty for a good row
 */
record BulkRow(long number, int prompt, OptionalInt fault) {

    static final int FAULTS = 10;

    private static final int EVERY = 100;
    private static final int PLACE = 57;

    static BulkRow of(long number, int prompts) {
        boolean bad = number % EVERY == PLACE;
        return new BulkRow(
                number,
                (int) (number % prompts),
                bad ? OptionalInt.of((int) (number / EVERY % FAULTS)) : OptionalInt.empty());
    }

    boolean isGood() {
        return fault.isEmpty();
    }

    String id() {
        return "r" + number;
    }

    /** The id of a row that is good and stands before this one, if this one is bad. */
    String idBefore() {
        return "r" + (number - 1);
    }
}
