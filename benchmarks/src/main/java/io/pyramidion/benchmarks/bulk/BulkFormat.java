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

import java.util.List;
import java.util.Locale;

/** A format of files that {@code batch} answers. */
enum BulkFormat {
    OPENAI(".jsonl", Lines.OPENAI_FAULTS),
    JSONL(".jsonl", Lines.FAULTS),
    AVRO(".avro", Columns.FAULTS),
    PARQUET(".parquet", Columns.FAULTS);

    private final String ending;
    private final List<String> faults;

    BulkFormat(String ending, List<String> faults) {
        this.ending = ending;
        this.faults = faults;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String ending() {
        return ending;
    }

    /** What the explanation of each of the ten kinds of bad rows has to name. */
    List<String> faults() {
        return faults;
    }
}
