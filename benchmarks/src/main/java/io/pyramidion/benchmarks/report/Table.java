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
package io.pyramidion.benchmarks.report;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows of cells, for a CSV file and for a Markdown report. */
public final class Table {

    private final List<String> header;
    private final List<List<Object>> rows = new ArrayList<>();

    public Table(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row; numbers that are not a number stay empty. */
    public void add(Object... cells) {
        rows.add(Arrays.asList(cells));
    }

    public void writeCsv(Path file) throws IOException {
        CSVFormat format =
                CSVFormat.DEFAULT.builder().setHeader(header.toArray(new String[0])).get();
        try (BufferedWriter writer = Files.newBufferedWriter(file);
                CSVPrinter printer = new CSVPrinter(writer, format)) {
            for (List<Object> row : rows) {
                printer.printRecord(row.stream().map(cell -> text(cell, "%.5g")).toList());
            }
        }
    }

    public String toMarkdown() {
        return line(header)
                + "|"
                + "---|".repeat(header.size())
                + "\n"
                + rows.stream()
                        .map(row -> line(row.stream().map(cell -> text(cell, "%.2f")).toList()))
                        .collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String text(Object cell, String format) {
        if (cell instanceof Double number) {
            return Double.isFinite(number) ? String.format(Locale.ROOT, format, number) : "";
        }
        return String.valueOf(cell);
    }
}
