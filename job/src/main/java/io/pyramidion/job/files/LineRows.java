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

import io.pyramidion.engine.lines.Line;
import io.pyramidion.engine.lines.LineException;
import io.pyramidion.engine.lines.LineReader;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The lines of a text, as {@link LineReader} finds them. One that is no text, or too long, is a row
 * all the same: whoever reads rows says so in its answer. Of a line that is too long, only so much
 * is kept that one sees that it is.
 */
final class LineRows implements Rows {

    private static final byte[] NONE = {};

    private final LineReader lines;
    private byte[] row = NONE;
    private long number;

    /**
     * @param in is closed with this
     * @param file its name, for messages
     * @param longest most bytes of a row that can be read
     */
    LineRows(InputStream in, String file, int longest) {
        this.lines = new LineReader(in, file, longest);
    }

    @Override
    public boolean next() throws IOException {
        try {
            Optional<Line> line = lines.next();
            row = line.map(Line::bytes).orElse(NONE);
            number = line.map(Line::number).orElse(number);
            return line.isPresent();
        } catch (LineException e) {
            throw new IOException(e.getMessage(), e);
        }
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
        try {
            lines.close();
        } catch (LineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
