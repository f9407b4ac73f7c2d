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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Results as lines of a text, packed as the file's name says. */
abstract class LineResults implements ResultRows {

    private static final byte[] NONE = {};

    @Override
    public final byte[] chunk(String path, boolean first, List<byte[]> rows) throws IOException {
        byte[] end = lineEnd().getBytes(RowJson.CHARSET);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = Compression.of(path).packed(packed)) {
            if (first) {
                out.write(beginning());
            }
            for (byte[] row : rows) {
                out.write(row);
                out.write(end);
            }
        }
        return packed.toByteArray();
    }

    /** What stands before the first row. */
    protected byte[] beginning() {
        return NONE;
    }

    protected String lineEnd() {
        return "\n";
    }
}
