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
package io.pyramidion.benchmarks.adapt;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Every turn as soon as it ends: what a run that was broken off has measured is there. */
final class TurnLog implements AutoCloseable {

    private final CSVPrinter rows;

    TurnLog(Path file) throws IOException {
        rows =
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader(
                                "traffic",
                                "batch",
                                "contender",
                                "repeat",
                                "tokens",
                                "ms",
                                "rounds",
                                "policy ms",
                                "arms")
                        .get()
                        .print(Files.newBufferedWriter(file));
    }

    void add(Cell cell, Contender contender, int repeat, Turn turn) throws IOException {
        rows.printRecord(
                cell.traffic(),
                cell.batch(),
                contender.name(),
                repeat + 1,
                turn.tokens(),
                turn.nanos() / 1_000_000,
                turn.rounds(),
                turn.decisions().nanos() / 1e6,
                turn.decisions().arms());
        rows.flush();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
