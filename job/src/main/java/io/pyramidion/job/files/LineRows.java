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
import java.io.InputStream;

/**
 * The lines of a text, without their ends; blank ones and a byte order mark are left out. Of a line
 * that is longer than a row may be, only so much is kept that one sees that it is too long.
 */
final class LineRows implements Rows {

    private static final int BUFFER = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private int position;
    private int end;
    private long number;
    private byte[] row = {};

    /**
     * @param in is closed with this
     * @param longest most bytes of a row that can be read
     */
    LineRows(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    @Override
    public boolean next() throws IOException {
        do {
            if (!readLine()) {
                return false;
            }
            number++;
        } while (isBlank());
        return true;
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

    private boolean readLine() throws IOException {
        line.reset();
        boolean any = false;
        while (position < end || fill()) {
            any = true;
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            keep(from, position);
            if (position < end) {
                position++;
                break;
            }
        }
        row = line.toByteArray();
        if (number == 0 && startsWithMark()) {
            byte[] rest = new byte[row.length - BYTE_ORDER_MARK.length];
            System.arraycopy(row, BYTE_ORDER_MARK.length, rest, 0, rest.length);
            row = rest;
        }
        return any;
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private void keep(int from, int to) {
        int room = longest + 1 - line.size();
        line.write(buffer, from, Math.min(room, to - from));
    }

    private boolean startsWithMark() {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= row.length || row[i] != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isBlank() {
        for (byte character : row) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }
}
