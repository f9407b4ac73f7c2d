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

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the output says of a row.
 *
 * @param number the row's; empty if nothing that the row had says it
 * @param failure why it failed; empty if it was answered
 * @param text the answer
 * @param tokens that it has, by its usage
 * @param columnsKept whether the other columns are as they were
 */
record BulkAnswer(
        OptionalLong number,
        Optional<String> failure,
        String text,
        int tokens,
        boolean columnsKept) {

    static BulkAnswer answered(long number, String text, int tokens, boolean columnsKept) {
        return new BulkAnswer(OptionalLong.of(number), Optional.empty(), text, tokens, columnsKept);
    }

    static BulkAnswer refused(OptionalLong number, String why, boolean columnsKept) {
        return new BulkAnswer(number, Optional.of(why), "", 0, columnsKept);
    }
}
