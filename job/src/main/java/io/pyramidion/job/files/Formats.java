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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.job.options.FileFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

import java.io.IOException;

/** What reads and writes each format. */
final class Formats {

    private Formats() {}

    /**
     * Opens a file.
     *
     * @throws IOException if it is not what its name says
     */
    static Rows open(FileFormat format, Path path) throws IOException {
        FSDataInputStream file = path.getFileSystem().open(path);
        try {
            return new LineRows(
                    Compression.of(path.getName()).unpacked(file), RowMapper.LONGEST_ROW);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static RowMapper mapper(FileFormat format, Columns columns, ObjectNode defaults) {
        return format == FileFormat.OPENAI
                ? new OpenAiMapper(defaults)
                : new JsonMapper(columns, defaults);
    }

    static ResultRows results(FileFormat format, Columns columns) {
        return format == FileFormat.OPENAI ? new OpenAiResults() : new JsonResults(columns);
    }
}
