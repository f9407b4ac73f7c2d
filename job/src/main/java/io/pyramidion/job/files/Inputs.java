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

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link InputScan} found: all that the job must know of its files before it reads them.
 *
 * @param format never {@link FileFormat#AUTO}
 * @param schema of the rows, as Avro has it; empty for formats without one
 * @param files in the order in which they are read
 * @param repeated by path, the rows whose id an earlier row has, sorted
 * @param warnings what is unusual, a line each
 */
public record Inputs(
        FileFormat format,
        String schema,
        List<InputFile> files,
        Map<String, long[]> repeated,
        List<String> warnings)
        implements Serializable {

    /** Of a job that reads no files. Its results are written as JSON. */
    public static final Inputs NONE =
            new Inputs(FileFormat.JSONL, "", List.of(), Map.of(), List.of());

    public Inputs {
        files = List.copyOf(files);
        repeated = new HashMap<>(repeated);
        warnings = List.copyOf(warnings);
    }

    /** Rows of all files. */
    public long rows() {
        return files.stream().mapToLong(InputFile::rows).sum();
    }

    boolean isRepeated(String path, long row) {
        long[] rows = repeated.get(path);
        return rows != null && Arrays.binarySearch(rows, row) >= 0;
    }
}
