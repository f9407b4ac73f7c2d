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

import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileFormat;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Reads all of the input once before the job starts: how many rows there are, in which format, and
 * which of them repeat the id of an earlier one. A job that found that out by itself would keep
 * every id in its state. Holds eight bytes for each row, and the ids that occur more than once.
 */
public final class InputScan {

    /** What the OpenAI API allows a batch file. */
    static final long MAX_ROWS = 50_000;

    static final long MAX_BYTES = 200_000_000;

    private final FileFormat format;
    private final RowMapper mapper;
    private final boolean idsByFile;
    private final NamedColumns columns;
    private final IdHashes hashes = new IdHashes();
    private final List<InputFile> files = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private InputScan(
            FileFormat format, RowMapper mapper, boolean idsByFile, NamedColumns columns) {
        this.format = format;
        this.mapper = mapper;
        this.idsByFile = idsByFile;
        this.columns = columns;
    }

    /**
     * Scans what the options name.
     *
     * @throws OptionException if there is nothing, or it cannot be read
     */
    public static Inputs scan(Settings settings) {
        String input = settings.get(FileOptions.INPUT);
        List<FileStatus> found = InputFinder.find(input);
        try {
            FileFormat asked = settings.get(FileOptions.FORMAT);
            FileFormat format = asked == FileFormat.AUTO ? detect(found.get(0).getPath()) : asked;
            requireFits(format, found);
            String schema = Formats.schema(format, found);
            Columns columns = Columns.of(settings);
            if (!schema.isEmpty()) {
                // Refuses a schema that has no room for results.
                Formats.results(format, schema, columns, RequestDefaults.of(settings));
            }
            RowMapper mapper =
                    Formats.mapper(format, schema, columns, RequestDefaults.of(settings));
            boolean idsByFile =
                    format == FileFormat.OPENAI && settings.get(JobOptions.SINK) == Endpoint.FILES;
            InputScan scan = new InputScan(format, mapper, idsByFile, new NamedColumns(settings));
            scan.columns.add(Formats.names(format, schema));
            for (FileStatus file : found) {
                scan.count(file, settings.get(FileOptions.STRICT));
            }
            scan.columns.check();
            return new Inputs(format, schema, scan.files, scan.repeated(), scan.warnings);
        } catch (IOException e) {
            throw new OptionException(
                    FileOptions.INPUT.refusal(input, "what can be read (" + e.getMessage() + ")"));
        }
    }

    /**
     * What stands for the files of a job that reads none: the format of its results, by the options
     * or the output's name.
     */
    public static Inputs nothing(Settings settings) {
        String output = settings.find(FileOptions.OUTPUT).orElse("");
        FileFormat asked = settings.get(FileOptions.FORMAT);
        FileFormat format =
                asked == FileFormat.AUTO ? FileEnding.format(output, FileFormat.JSONL) : asked;
        if (format == FileFormat.CSV) {
            throw new OptionException(
                    FileOptions.FORMAT.refusal(
                            format,
                            "auto, jsonl, avro, parquet: csv answers rows that were read as csv"));
        }
        String schema = format == FileFormat.JSONL ? "" : AvroResults.withoutRows().toString();
        return new Inputs(format, schema, List.of(), Map.of(), List.of());
    }

    /**
     * What a job knows that reads no files but the rows of a table, with the columns of one.
     *
     * @param avro the schema of the rows, for formats that have one
     * @throws OptionException if the options do not fit each other or the rows
     */
    public static Inputs table(Settings settings, Supplier<Schema> avro) {
        FileFormat format = nothing(settings).format();
        if (format == FileFormat.OPENAI) {
            throw new OptionException(
                    FileOptions.FORMAT.refusal(
                            format, "auto, jsonl, avro, parquet: rows of a table have columns"));
        }
        if (format != FileFormat.JSONL && settings.get(JobOptions.SINK) == Endpoint.KAFKA) {
            throw new OptionException(
                    FileOptions.FORMAT.refusal(
                            format, "auto, jsonl: the answers of this table go to a topic"));
        }
        GenerationRequest defaults = RequestDefaults.of(settings);
        String schema = format == FileFormat.JSONL ? "" : avro.get().toString();
        if (!schema.isEmpty()) {
            // Refuses a schema that has no room for results.
            Formats.results(format, schema, Columns.of(settings), defaults);
        }
        return new Inputs(format, schema, List.of(), Map.of(), List.of());
    }

    private static void requireFits(FileFormat format, List<FileStatus> files) {
        for (FileStatus file : files) {
            if (FileEnding.contradicts(file.getPath().getName(), format)) {
                throw new OptionException(
                        FileOptions.INPUT.refusal(
                                file.getPath(),
                                "files whose names fit format %s, which was asked for or is that of the first"
                                        .formatted(format)));
            }
        }
    }

    private static FileFormat detect(Path first) throws IOException {
        FileFormat named = FileEnding.format(first.getName(), FileFormat.AUTO);
        if (named != FileFormat.AUTO) {
            return named;
        }
        try (Rows rows = Formats.open(FileFormat.JSONL, first)) {
            boolean batch =
                    rows.next()
                            && RowJson.name(rows.row(), OpenAiMapper.CUSTOM_ID).isPresent()
                            && RowJson.name(rows.row(), OpenAiMapper.URL).isPresent();
            return batch ? FileFormat.OPENAI : FileFormat.JSONL;
        }
    }

    private void count(FileStatus file, boolean strict) throws IOException {
        long count = 0;
        try (Rows rows = Formats.open(format, file.getPath())) {
            while (rows.next()) {
                count++;
                if (!columns.isComplete()) {
                    columns.add(mapper.names(rows.row()));
                }
                id(file.getPath().toString(), rows).ifPresent(hashes::add);
            }
        } catch (IOException e) {
            throw new IOException(
                    file.getPath() + " after row " + count + ": " + e.getMessage(), e);
        }
        String path = file.getPath().toString();
        String name = file.getPath().getName();
        files.add(new InputFile(path, name, file.getLen(), file.getModificationTime(), count));
        if (format == FileFormat.OPENAI) {
            checkSize(name, count, file.getLen(), strict);
        }
    }

    private void checkSize(String name, long rows, long bytes, boolean strict) {
        if (rows <= MAX_ROWS && bytes <= MAX_BYTES) {
            return;
        }
        String problem =
                "%s has %,d rows and %,d bytes; the OpenAI API allows %,d and %,d"
                        .formatted(name, rows, bytes, MAX_ROWS, MAX_BYTES);
        if (strict) {
            throw new OptionException(problem);
        }
        warnings.add(problem);
    }

    /** What must be unique: a {@code custom_id} in its file, any other id in all of them. */
    private Optional<String> id(String path, Rows rows) {
        Optional<String> id = mapper.id(rows.row());
        return idsByFile ? id.map(own -> path + '\n' + own) : id;
    }

    private Map<String, long[]> repeated() throws IOException {
        long[] shared = hashes.shared();
        Map<String, long[]> repeated = new HashMap<>();
        if (shared.length == 0) {
            return repeated;
        }
        Set<String> seen = new HashSet<>();
        for (InputFile file : files) {
            LongStream.Builder found = LongStream.builder();
            try (Rows rows = Formats.open(format, new Path(file.path()))) {
                for (long row = 0; rows.next(); row++) {
                    Optional<String> id = id(file.path(), rows);
                    boolean suspect =
                            id.filter(own -> Arrays.binarySearch(shared, IdHashes.hash(own)) >= 0)
                                    .isPresent();
                    if (suspect && !seen.add(id.orElseThrow())) {
                        found.add(row);
                    }
                }
            }
            long[] later = found.build().toArray();
            if (later.length > 0) {
                repeated.put(file.path(), later);
            }
        }
        return repeated;
    }
}
