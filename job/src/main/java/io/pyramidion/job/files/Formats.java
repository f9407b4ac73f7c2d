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
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** What reads and writes each format. */
final class Formats {

    /** A Parquet file is written at the end, from an Avro file that grows until then. */
    private static final String GROWING = ".rows.avro";

    private Formats() {}

    /**
     * Opens a file.
     *
     * @throws IOException if it is not what its name says
     */
    static Rows open(FileFormat format, Path path) throws IOException {
        if (format == FileFormat.PARQUET) {
            return new ColumnRows(ColumnFiles.installed().open(path));
        }
        FSDataInputStream file = path.getFileSystem().open(path);
        try {
            if (format == FileFormat.AVRO) {
                return new AvroRows(file);
            }
            InputStream text = Compression.of(path.getName()).unpacked(file);
            return format == FileFormat.CSV
                    ? new CsvRows(text, path.toString(), RowMapper.LONGEST_ROW)
                    : new LineRows(text, path.toString(), RowMapper.LONGEST_ROW);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The schema that all files share; empty for formats without one.
     *
     * @throws OptionException if they do not share one
     */
    static String schema(FileFormat format, List<FileStatus> files) throws IOException {
        if (format == FileFormat.CSV) {
            return header(files);
        }
        if (format != FileFormat.AVRO && format != FileFormat.PARQUET) {
            return "";
        }
        Schema schema = schema(format, files.get(0).getPath());
        for (FileStatus file : files) {
            if (!schema(format, file.getPath()).equals(schema)) {
                throw new OptionException(
                        FileOptions.INPUT.refusal(
                                file.getPath(),
                                "files with the schema of " + files.get(0).getPath()));
            }
        }
        return schema.toString();
    }

    private static String header(List<FileStatus> files) throws IOException {
        String first = header(files.get(0).getPath());
        for (FileStatus file : files) {
            if (!CsvHeader.of(header(file.getPath())).isLike(CsvHeader.of(first))) {
                throw new OptionException(
                        FileOptions.INPUT.refusal(
                                file.getPath(),
                                "files with the columns of " + files.get(0).getPath()));
            }
        }
        return first;
    }

    private static String header(Path path) throws IOException {
        try (CsvRows rows = (CsvRows) open(FileFormat.CSV, path)) {
            return rows.first();
        }
    }

    /** The names of the columns that all rows have; none for formats without a schema. */
    static List<String> names(FileFormat format, String schema) {
        return switch (format) {
            case CSV -> CsvHeader.of(schema).names();
            case AVRO, PARQUET ->
                    parsed(schema).getFields().stream().map(Schema.Field::name).toList();
            default -> List.of();
        };
    }

    private static Schema schema(FileFormat format, Path path) throws IOException {
        if (format == FileFormat.PARQUET) {
            return ColumnFiles.installed().schema(path);
        }
        try (DataFileStream<Object> file =
                new DataFileStream<>(path.getFileSystem().open(path), new GenericDatumReader<>())) {
            return file.getSchema();
        }
    }

    static RowMapper mapper(
            FileFormat format, String schema, Columns columns, GenerationRequest defaults) {
        return switch (format) {
            case OPENAI -> new OpenAiMapper(defaults);
            case CSV -> new CsvMapper(CsvHeader.of(schema), columns, defaults);
            case AVRO, PARQUET -> new AvroMapper(parsed(schema), columns, defaults);
            default -> new JsonMapper(columns, defaults);
        };
    }

    static ResultRows results(
            FileFormat format, String schema, Columns columns, GenerationRequest defaults) {
        return switch (format) {
            case OPENAI -> new OpenAiResults();
            case CSV -> new CsvResults(CsvHeader.of(schema), columns, defaults);
            case AVRO, PARQUET -> new AvroResults(parsed(schema), columns, defaults);
            default -> new JsonResults(columns);
        };
    }

    /** The file that grows while results come. */
    static java.nio.file.Path written(FileFormat format, String path) {
        return java.nio.file.Path.of(format == FileFormat.PARQUET ? path + GROWING : path);
    }

    /** Removes what an earlier run made, so that it is not taken for what this one makes. */
    static void begin(FileFormat format, String path) throws IOException {
        if (format == FileFormat.PARQUET) {
            Files.deleteIfExists(java.nio.file.Path.of(path));
        }
    }

    /** Whether the file that a chunk belongs to has already become what it is to be. */
    static boolean isComplete(FileFormat format, Chunk chunk) {
        return format == FileFormat.PARQUET
                && chunk.position() > 0
                && !Files.exists(written(format, chunk.path()))
                && Files.exists(java.nio.file.Path.of(chunk.path()));
    }

    /** Makes the file of its growing one; does nothing where that is done. */
    static void complete(FileFormat format, String path) throws IOException {
        java.nio.file.Path growing = written(format, path);
        if (format == FileFormat.PARQUET && Files.exists(growing)) {
            ColumnFiles.installed().write(growing, java.nio.file.Path.of(path));
            Files.delete(growing);
        }
    }

    private static Schema parsed(String schema) {
        return new Schema.Parser().parse(schema);
    }
}
