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
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowFormatTest {

    @TempDir private java.nio.file.Path folder;

    @Test
    void longRowsWaitInMemoryOneByOneAndShortOnesTogether() throws IOException {
        String longRow = "{\"prompt\":\"" + "x".repeat(1 << 20) + "\"}\n";

        assertThat(batches(longRow + longRow + "{}\n{}\n", 4)).containsExactly(1, 1, 2);
    }

    @Test
    void whatAFileGainedSinceItWasScannedIsNotRead() throws IOException {
        assertThat(batches("{}\n{}\n{}\n", 2)).containsExactly(2);
    }

    @Test
    void aFileThatLostRowsIsNotTakenForComplete() {
        assertThatThrownBy(() -> batches("{}\n", 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 1 rows; it had 2 when the job was started");
    }

    @Test
    void aFileThatIsNoLongerAsAtTheFirstStartIsRefused() throws IOException {
        InputFile file = file("{}\n", 1);
        FileSourceSplit other = split(file, file.bytes() + 1);

        assertThatThrownBy(() -> format(file).restoreReader(new Configuration(), other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("had 4 bytes when the job was started first and has 3 now");
    }

    private List<Integer> batches(String text, long scanned) throws IOException {
        InputFile file = file(text, scanned);
        List<Integer> sizes = new ArrayList<>();
        try (BulkFormat.Reader<SourceRecord> reader =
                format(file).createReader(new Configuration(), split(file, file.bytes()))) {
            BulkFormat.RecordIterator<SourceRecord> batch;
            while ((batch = reader.readBatch()) != null) {
                int size = 0;
                while (batch.next() != null) {
                    size++;
                }
                sizes.add(size);
            }
        }
        return sizes;
    }

    private static RowFormat format(InputFile file) {
        return new RowFormat(new Inputs(FileFormat.JSONL, "", List.of(file), Map.of(), List.of()));
    }

    private InputFile file(String text, long rows) throws IOException {
        java.nio.file.Path file = Files.writeString(folder.resolve("in [1] %20.jsonl"), text);
        String path = new Path(file.toUri()).toString();
        return new InputFile(path, "in.jsonl", Files.size(file), 0, rows);
    }

    private static FileSourceSplit split(InputFile file, long bytes) {
        return new FileSourceSplit("file-0", new Path(file.path()), 0, bytes, 0, bytes);
    }
}
