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
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads files row by row. A file is read by one subtask, since rows have no length that one could
 * split at; after a failure the rows that were read before are skipped. What a file gained since it
 * was scanned is not read; one that lost rows makes the reader fail.
 */
final class RowFormat implements BulkFormat<SourceRecord, FileSourceSplit> {

    private static final long serialVersionUID = 1L;

    /** Few, so that a checkpoint or a slow sink does not wait behind rows that were read ahead. */
    private static final int ROWS_AT_ONCE = 32;

    /** Several batches wait in memory. A row alone may be longer. */
    private static final int BYTES_AT_ONCE = 1 << 20;

    private final FileFormat format;
    private final Map<String, InputFile> files;

    RowFormat(Inputs inputs) {
        this.format = inputs.format();
        this.files = new HashMap<>();
        inputs.files().forEach(file -> files.put(new Path(file.path()).toString(), file));
    }

    @Override
    public Reader<SourceRecord> createReader(Configuration config, FileSourceSplit split)
            throws IOException {
        return open(split, 0);
    }

    @Override
    public Reader<SourceRecord> restoreReader(Configuration config, FileSourceSplit split)
            throws IOException {
        long read =
                split.getReaderPosition()
                        .map(CheckpointedPosition::getRecordsAfterOffset)
                        .orElse(0L);
        return open(split, read);
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return new AvroTypeInfo<>(SourceRecord.class);
    }

    private Reader<SourceRecord> open(FileSourceSplit split, long skipped) throws IOException {
        Path path = split.path();
        InputFile file = files.get(path.toString());
        if (file == null || file.bytes() != split.fileSize()) {
            throw new IOException(
                    "%s had %d bytes when the job was started first and has %s now; allowed: the same files"
                            .formatted(
                                    path, split.fileSize(), file == null ? "none" : file.bytes()));
        }
        Rows rows = Formats.open(format, path);
        try {
            for (long i = 0; i < skipped; i++) {
                if (!rows.next()) {
                    throw new IOException(
                            path + " has " + i + " rows; it had at least " + skipped + " before");
                }
            }
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
        return new RowReader(file, rows, skipped);
    }

    /** Owns its rows. */
    private static final class RowReader implements Reader<SourceRecord> {

        private final InputFile file;
        private final Rows rows;
        private long read;

        private RowReader(InputFile file, Rows rows, long read) {
            this.file = file;
            this.rows = rows;
            this.read = read;
        }

        @Override
        public RecordIterator<SourceRecord> readBatch() throws IOException {
            SourceRecord[] batch = new SourceRecord[ROWS_AT_ONCE];
            long first = read;
            int size = 0;
            long bytes = 0;
            while (size < batch.length && bytes < BYTES_AT_ONCE && read < file.rows()) {
                if (!rows.next()) {
                    throw new IOException(
                            "%s has %d rows; it had %d when the job was started"
                                    .formatted(file.path(), read, file.rows()));
                }
                bytes += rows.row().length;
                batch[size++] = record();
            }
            if (size == 0) {
                return null;
            }
            ArrayResultIterator<SourceRecord> records = new ArrayResultIterator<>();
            records.set(batch, size, CheckpointedPosition.NO_OFFSET, first);
            return records;
        }

        private SourceRecord record() {
            FilePosition place = new FilePosition(file.path(), read++, rows.line(), null);
            return new SourceRecord(
                    new Origin(0L, null, List.of(), place), ByteBuffer.wrap(rows.row()));
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
