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
package io.pyramidion.job.files;

import io.pyramidion.job.options.FileFormat;

import java.util.Set;

/** What the end of a file's name says of what is in it. */
final class FileEnding {

    private static final String CSV = ".csv";
    private static final String TABS = ".tsv";
    private static final String AVRO = ".avro";
    private static final String PARQUET = ".parquet";
    private static final Set<String> LINES = Set.of(".jsonl", ".ndjson", ".json");

    private FileEnding() {}

    /** The format that a name says, if it is one of columns; names of lines say less. */
    static FileFormat format(String name, FileFormat otherwise) {
        String unpacked = Compression.stripped(name);
        if (unpacked.endsWith(CSV) || unpacked.endsWith(TABS)) {
            return FileFormat.CSV;
        }
        if (name.endsWith(AVRO)) {
            return FileFormat.AVRO;
        }
        return name.endsWith(PARQUET) ? FileFormat.PARQUET : otherwise;
    }

    /** How the name of a file of that format ends. */
    static String of(FileFormat format) {
        return switch (format) {
            case CSV -> CSV;
            case AVRO -> AVRO;
            case PARQUET -> PARQUET;
            default -> ".jsonl";
        };
    }

    /** Whether a name says another format. Formats of columns are never packed as a whole. */
    static boolean contradicts(String name, FileFormat format) {
        boolean columns = format == FileFormat.AVRO || format == FileFormat.PARQUET;
        if (columns && Compression.of(name) != Compression.NONE) {
            return true;
        }
        String unpacked = Compression.stripped(name);
        return format(unpacked, format) != format
                || (columns || format == FileFormat.CSV)
                        && LINES.stream().anyMatch(unpacked::endsWith);
    }
}
