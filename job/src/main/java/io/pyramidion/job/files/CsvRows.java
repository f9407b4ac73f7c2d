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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.lines.MalformedTextException;
import io.pyramidion.engine.lines.StrictUtf8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Rows of a CSV file behind its header. A row goes on in the next line where a quote is open. Lines
 * without anything are passed over.
 */
final class CsvRows implements Rows {

    private static final int CHUNK = 1 << 16;
    private static final int END = -1;

    private final InputStream in;
    private final String file;
    private final int longest;
    private final String first;
    private final CsvHeader header;
    private final byte[] chunk = new byte[CHUNK];
    private int next;
    private int end;
    private String separators = CsvHeader.SEPARATORS;
    private boolean returned;
    private long lines;
    private byte[] row = {};
    private long number;

    /**
     * @param in is closed with this
     * @param file its name, for messages
     * @param longest most bytes of a row that can be read
     * @throws IOException if the file does not begin with names of columns in UTF-8
     */
    CsvRows(InputStream in, String file, int longest) throws IOException {
        this.in = in;
        this.file = file;
        this.longest = longest;
        boolean marked = begin();
        if (!next()) {
            throw new IOException(
                    file
                            + " is empty; allowed: CSV with the names of the columns in its first line");
        }
        try {
            String names = StrictUtf8.line(row, 0, row.length);
            this.first = (marked ? "\uFEFF" : "") + names + (returned ? "\r" : "");
            this.header = CsvHeader.of(first);
        } catch (MalformedTextException e) {
            throw new IOException("The first line " + e.getMessage(), e);
        } catch (InvalidRequestException e) {
            throw new IOException("The first line: " + e.getMessage(), e);
        }
        separators = String.valueOf(header.separator());
    }

    /** The first bytes tell the encoding. A byte order mark is passed over. */
    private boolean begin() throws IOException {
        end = in.readNBytes(chunk, 0, 3);
        String bytes = HexFormat.of().formatHex(chunk, 0, end);
        if (bytes.startsWith("feff") || bytes.startsWith("fffe")) {
            throw new IOException(file + " is in UTF-16; allowed: UTF-8, in Excel \"CSV UTF-8\"");
        }
        boolean marked = bytes.equals("efbbbf");
        next = marked ? end : 0;
        return marked;
    }

    CsvHeader header() {
        return header;
    }

    /** The header as {@link CsvHeader#of} reads it. */
    String first() {
        return first;
    }

    @Override
    public boolean next() throws IOException {
        while (peek() != END) {
            number = lines + 1;
            row = record();
            if (row.length > 0) {
                return true;
            }
        }
        return false;
    }

    /** What stands before the next end of a line that is not quoted. */
    private byte[] record() throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        boolean quoted = false;
        boolean mayOpen = true;
        while (peek() != END) {
            int character = chunk[next++];
            boolean ends = character == '\n' || character == '\r' && peek() != '\n';
            lines += ends ? 1 : 0;
            if (ends && !quoted) {
                return ended(record);
            }
            if (character == '"' && (quoted || mayOpen)) {
                // Two in a row close it and open it again.
                quoted = !quoted;
                mayOpen = true;
            } else {
                mayOpen = separators.indexOf(character) >= 0;
            }
            // One more shows that it is too long; one more than that may be a carriage return.
            if (record.size() <= longest + 1) {
                record.write(character);
            }
        }
        return ended(record);
    }

    private byte[] ended(ByteArrayOutputStream record) {
        byte[] bytes = record.toByteArray();
        returned = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return returned ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** The next byte, or that there is none. */
    private int peek() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, in.read(chunk, 0, CHUNK));
        }
        return next < end ? chunk[next] & 0xFF : END;
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
        in.close();
    }
}
