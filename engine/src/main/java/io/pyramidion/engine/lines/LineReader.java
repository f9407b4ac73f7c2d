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
package io.pyramidion.engine.lines;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads UTF-8 line by line, holding no more than one line. A line ends with a line feed, with or
 * without a carriage return before it; the last may end with the file. A byte order mark before the
 * first line and lines of nothing but white space are left out.
 *
 * <p>A line that is not UTF-8, has a NUL character, or is longer than allowed is handed over as a
 * bad one, and the next call goes on behind it: none is ever lost or changed. A file in UTF-16 is
 * refused as a whole. Not thread-safe; owns its stream.
 */
public final class LineReader implements Closeable {

    /** Bytes that a line may have unless the caller says otherwise. */
    public static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private static final int CHUNK = 64 * 1024;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String file;
    private final InputStream stream;
    private final int maxBytes;
    private final byte[] chunk = new byte[CHUNK];
    private int next;
    private int end;
    private long position;
    private long number;

    /**
     * Reads a stream.
     *
     * @param file its name, for messages
     * @param maxBytes of a line, at least 1
     */
    public LineReader(InputStream stream, String file, int maxBytes) {
        this.stream = stream;
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** Reads a stream whose lines may have {@link #MAX_LINE_BYTES}. */
    public LineReader(InputStream stream, String file) {
        this(stream, file, MAX_LINE_BYTES);
    }

    /**
     * Opens a file whose lines may have {@link #MAX_LINE_BYTES}.
     *
     * @throws LineException if there is no such file, or it cannot be read
     */
    public static LineReader open(Path file) {
        if (Files.isDirectory(file)) {
            throw new LineException(file + " is a directory; allowed: a file");
        }
        try {
            return new LineReader(Files.newInputStream(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new LineException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new LineException(file + " cannot be read: permission denied", e);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /**
     * The next line that is not blank; empty at the end.
     *
     * @throws LineException if the file cannot be read further, or is in UTF-16
     */
    public Optional<Line> next() {
        try {
            if (position == 0) {
                begin();
            }
            while (fill()) {
                Line line = line();
                if (line.fault().isPresent() || !line.text().isBlank()) {
                    return Optional.of(line);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Looks at the first bytes, which tell the encoding. */
    private void begin() throws IOException {
        end = stream.readNBytes(chunk, 0, MARK.length);
        if (end >= 2 && (at(0) == 0xFE && at(1) == 0xFF || at(0) == 0xFF && at(1) == 0xFE)) {
            throw new LineException(file + " is in UTF-16; allowed: UTF-8");
        }
        if (end >= 3 && chunk[0] == MARK[0] && chunk[1] == MARK[1] && chunk[2] == MARK[2]) {
            skip(3);
        }
    }

    private int at(int index) {
        return chunk[index] & 0xFF;
    }

    private void skip(int bytes) {
        next += bytes;
        position += bytes;
    }

    /** Returns whether there is a byte to read. */
    private boolean fill() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, stream.read(chunk, 0, CHUNK));
        }
        return next < end;
    }

    private Line line() throws IOException {
        number++;
        long offset = position;
        long length = 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean ended = false;
        while (!ended && fill()) {
            int stop = next;
            while (stop < end && chunk[stop] != '\n') {
                stop++;
            }
            ended = stop < end;
            length += stop - next;
            // One more, which may be a carriage return.
            long room = maxBytes + 1L - bytes.size();
            bytes.write(chunk, next, (int) Math.min(room, stop - next));
            skip(stop - next + (ended ? 1 : 0));
        }
        return length <= maxBytes + 1L
                ? line(offset, bytes.toByteArray())
                : tooLong(offset, length, bytes.toByteArray());
    }

    private Line line(long offset, byte[] bytes) {
        boolean returned = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        int length = returned ? bytes.length - 1 : bytes.length;
        if (length > maxBytes) {
            return tooLong(offset, length, bytes);
        }
        byte[] kept = returned ? Arrays.copyOf(bytes, length) : bytes;
        try {
            return Line.of(file, number, offset, kept, StrictUtf8.line(kept, 0, length));
        } catch (MalformedTextException e) {
            return Line.bad(file, number, offset, kept, e.getMessage());
        }
    }

    private Line tooLong(long offset, long length, byte[] beginning) {
        String problem = "has %d bytes; allowed: at most %d".formatted(length, maxBytes);
        return Line.bad(file, number, offset, beginning, problem);
    }

    private static LineException unreadable(String file, IOException e) {
        return new LineException(file + " cannot be read: " + e.getMessage(), e);
    }
}
