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

import java.io.IOException;
import java.util.Optional;

/** The rows of a file of columns. */
final class ColumnRows implements Rows {

    private final ColumnFiles.RecordRows records;
    private long number;
    private byte[] row = {};

    /**
     * @param records are closed with this
     */
    ColumnRows(ColumnFiles.RecordRows records) {
        this.records = records;
    }

    @Override
    public boolean next() throws IOException {
        Optional<byte[]> next = records.next();
        next.ifPresent(bytes -> row = bytes);
        number += next.isPresent() ? 1 : 0;
        return next.isPresent();
    }

    @Override
    public byte[] row() {
        return row;
    }

    @Override
    public long line() {
        return number;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
