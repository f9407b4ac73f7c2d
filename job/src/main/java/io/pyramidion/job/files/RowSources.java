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

import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;

import java.util.ArrayList;
import java.util.List;

/** The source of rows. */
public final class RowSources {

    private RowSources() {}

    /** Reads each file of the input once, as it was when it was scanned, in their order. */
    public static FileSource<SourceRecord> rows(Inputs inputs) {
        List<InputFile> files = new ArrayList<>(inputs.files());
        Path[] paths = files.stream().map(file -> new Path(file.path())).toArray(Path[]::new);
        return FileSource.forBulkFileFormat(new RowFormat(inputs), paths)
                .setFileEnumerator(() -> new FilesInOrder(files))
                .setSplitAssigner(FilesInOrder.Queue::new)
                .build();
    }
}
