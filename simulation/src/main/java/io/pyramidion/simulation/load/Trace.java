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
package io.pyramidion.simulation.load;

import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.lines.Line;
import io.pyramidion.engine.lines.LineException;
import io.pyramidion.engine.lines.LineReader;
import io.pyramidion.simulation.SimulationException;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads traces in the form of the Azure LLM inference dataset: a header, then {@code
 * TIMESTAMP,ContextTokens,GeneratedTokens} with a date and time, or seconds, in the first column.
 */
public final class Trace {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSSSSS][.SSSSSSS][.SSSSSS][.SSS]");
    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_TOKENS = 10_000_000;

    private Trace() {}

    /**
     * The arrivals of a trace, the first at time 0.
     *
     * @throws SimulationException if the file cannot be read, naming the line that is wrong
     */
    public static List<Arrival> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SimulationException("trace is " + file + "; allowed: a file");
        }
        try (LineReader lines = LineReader.open(file)) {
            return read(lines, file.toString());
        } catch (LineException e) {
            throw new SimulationException(e.getMessage(), e);
        }
    }

    /**
     * The same from a stream, which is closed.
     *
     * @param name of the trace, for messages
     * @throws SimulationException if it is no trace, naming the line that is wrong
     */
    public static List<Arrival> read(InputStream trace, String name) {
        try (LineReader lines = new LineReader(trace, name)) {
            return read(lines, name);
        } catch (LineException e) {
            throw new SimulationException(e.getMessage(), e);
        }
    }

    private static List<Arrival> read(LineReader lines, String name) {
        Optional<Line> header = lines.next();
        if (header.isEmpty() || !header.get().text().strip().equals(HEADER)) {
            String found =
                    header.map(line -> '"' + ShownText.of(line.text()) + '"').orElse("nothing");
            throw new SimulationException(
                    "%s begins with %s; allowed: %s".formatted(name, found, HEADER));
        }
        List<long[]> rows = new ArrayList<>();
        for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            rows.add(row(name, line.get().number(), line.get().text()));
        }
        if (rows.isEmpty()) {
            throw new SimulationException(name + " has no requests; allowed: at least one line");
        }
        rows.sort((one, other) -> Long.compare(one[0], other[0]));
        long start = rows.get(0)[0];
        List<Arrival> arrivals = new ArrayList<>(rows.size());
        for (long[] row : rows) {
            arrivals.add(new Arrival(arrivals.size(), row[0] - start, (int) row[1], (int) row[2]));
        }
        return arrivals;
    }

    private static long[] row(String name, long number, String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != 3) {
            throw new SimulationException(
                    "%s line %d has %d columns; allowed: 3 (TIMESTAMP,ContextTokens,GeneratedTokens)"
                            .formatted(name, number, cells.length));
        }
        try {
            return new long[] {
                nanos(cells[0].strip()), tokens(cells[1].strip()), tokens(cells[2].strip())
            };
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new SimulationException(
                    "%s line %d is \"%s\"; allowed: a date and time or seconds, and two numbers of tokens from 1 to %,d"
                            .formatted(name, number, ShownText.of(line), MOST_TOKENS),
                    e);
        }
    }

    private static long nanos(String cell) {
        if (cell.contains(":")) {
            LocalDateTime time = LocalDateTime.parse(cell, TIMESTAMP);
            return time.toEpochSecond(ZoneOffset.UTC) * (long) NANOS_PER_SECOND + time.getNano();
        }
        double seconds = Double.parseDouble(cell);
        if (!(Math.abs(seconds) < 1e9)) {
            throw new NumberFormatException(cell);
        }
        return Math.round(seconds * NANOS_PER_SECOND);
    }

    private static int tokens(String cell) {
        int tokens = Integer.parseInt(cell);
        if (tokens < 0 || tokens > MOST_TOKENS) {
            throw new NumberFormatException(cell);
        }
        // A few requests of the dataset generated nothing.
        return Math.max(1, tokens);
    }
}
