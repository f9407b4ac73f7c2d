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
package io.pyramidion.job.options;

/** What the rows of a file are. */
public enum FileFormat {
    /** What the name and the first row of the first file tell. */
    AUTO("auto"),
    /** The OpenAI Batch API's: a line has custom_id, method, url and body. */
    OPENAI("openai"),
    /** A JSON object on each line: the fields of a request, and any other columns. */
    JSONL("jsonl"),
    /** Comma-separated values below a line with the names of the columns. */
    CSV("csv"),
    /** An Avro container file. */
    AVRO("avro"),
    /** A Parquet file. */
    PARQUET("parquet");

    private final String label;

    FileFormat(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
