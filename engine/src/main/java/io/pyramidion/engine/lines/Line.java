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

import java.util.Optional;

/**
 * A line of a file: a text, or what is wrong with it. Immutable.
 *
 * <p>Callers that stop at the first bad line call {@link #text()}, which throws; those that go on
 * look at {@link #fault()} first.
 */
public final class Line {

    private final String file;
    private final long number;
    private final long offset;
    private final byte[] bytes;
    private final String text;
    private final LineException fault;

    private Line(
            String file, long number, long offset, byte[] bytes, String text, LineException fault) {
        this.file = file;
        this.number = number;
        this.offset = offset;
        this.bytes = bytes;
        this.text = text;
        this.fault = fault;
    }

    static Line of(String file, long number, long offset, byte[] bytes, String text) {
        return new Line(file, number, offset, bytes, text, null);
    }

    /**
     * @param bytes all of it or, if it is too long, its beginning
     * @param problem a predicate, as in {@code has 7 bytes; allowed: at most 5}
     */
    static Line bad(String file, long number, long offset, byte[] bytes, String problem) {
        String message = where(file, number) + " " + problem;
        return new Line(file, number, offset, bytes, "", new LineException(message));
    }

    /** Its number in the file, from 1; lines that were left out count. */
    public long number() {
        return number;
    }

    /** Number of the file's bytes before it. */
    public long offset() {
        return offset;
    }

    /** {@code requests.jsonl, line 7}: how messages about it begin. */
    public String where() {
        return where(file, number);
    }

    /**
     * Its bytes, without its end; not to be changed. Of a line that is longer than allowed, the
     * first of them, one more than allowed.
     */
    public byte[] bytes() {
        return bytes;
    }

    /** Why it is no text; empty if it is one. */
    public Optional<LineException> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * What it says, without its end.
     *
     * @throws LineException if it is no text, naming file and line
     */
    public String text() {
        if (fault != null) {
            throw fault;
        }
        return text;
    }

    private static String where(String file, long number) {
        return file + ", line " + number;
    }
}
