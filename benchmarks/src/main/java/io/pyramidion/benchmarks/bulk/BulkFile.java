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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Writes input and reads output of one format. */
interface BulkFile {

    static BulkFile of(BulkFormat format) {
        return switch (format) {
            case OPENAI, JSONL -> new Lines(format);
            case AVRO, PARQUET -> new Columns(format);
        };
    }

    /** Writes so many rows. */
    void write(Path file, long rows, List<String> prompts) throws IOException;

    /** Reads all answers. */
    void read(Path file, Consumer<BulkAnswer> to) throws IOException;
}
