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

import org.apache.avro.Schema;
import org.apache.flink.core.fs.Path;

import java.io.IOException;
import java.util.ServiceLoader;

/**
 * Files of a format that needs libraries of its own, which are beside the job's jar rather than in
 * it. Found by {@link ServiceLoader}.
 */
public interface ColumnFiles {

    /**
     * The installed one.
     *
     * @throws IOException if there is none
     */
    static ColumnFiles installed() throws IOException {
        return ServiceLoader.load(ColumnFiles.class)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "Parquet's libraries are not on the class path; see"
                                                + " docs/operations/batch.md"));
    }

    /** The schema of a file's rows. */
    Schema schema(Path file) throws IOException;

    /** Opens a file; its rows are in Avro's binary form of {@link #schema}. */
    RecordRows open(Path file) throws IOException;

    /**
     * Writes all records of an Avro container file to a file of this format, in their order. The
     * file is there as a whole or not at all.
     */
    void write(java.nio.file.Path avro, java.nio.file.Path file) throws IOException;

    /** Rows that implementations hand out. */
    interface RecordRows extends AutoCloseable {

        /** The next row, or none at the end. */
        java.util.Optional<byte[]> next() throws IOException;

        @Override
        void close() throws IOException;
    }
}
