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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.lines.MalformedTextException;
import io.pyramidion.engine.lines.StrictUtf8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Cells as CSV has them: quoted where they hold a separator, a quote or the end of a line. */
final class CsvText {

    private static final CsvMapper MAPPER =
            CsvMapper.builder()
                    .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                    .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                    .build();

    private final ObjectReader reader;
    private final ObjectWriter writer;

    CsvText(char separator) {
        CsvSchema schema =
                CsvSchema.emptySchema().withColumnSeparator(separator).withLineSeparator("");
        this.reader = MAPPER.readerFor(String[].class).with(schema);
        this.writer = MAPPER.writer(schema);
    }

    /**
     * The cells of a row.
     *
     * @throws InvalidRequestException if it is no text, or its quotes do not pair
     */
    List<String> cells(byte[] row) {
        if (row.length > RowMapper.LONGEST_ROW) {
            throw refused("is too long; allowed: at most %d bytes", RowMapper.LONGEST_ROW);
        }
        try {
            return cells(StrictUtf8.line(row, 0, row.length));
        } catch (MalformedTextException e) {
            throw refused("%s", e.getMessage());
        }
    }

    /** The same of a row that has been decoded. */
    List<String> cells(String row) {
        try (MappingIterator<String[]> rows = reader.readValues(row)) {
            return List.of(rows.next());
        } catch (IOException | RuntimeException e) {
            throw malformed(e);
        }
    }

    private static InvalidRequestException malformed(Exception failure) {
        Throwable cause = failure.getCause() instanceof IOException read ? read : failure;
        String problem =
                cause instanceof JsonProcessingException known
                        ? known.getOriginalMessage()
                        : String.valueOf(cause.getMessage());
        return refused("is not CSV: %s", ShownText.of(problem.lines().findFirst().orElse("")));
    }

    private static InvalidRequestException refused(String problem, Object... values) {
        return new InvalidRequestException("", "The row " + problem.formatted(values));
    }

    /** The row of these cells. */
    String row(List<String> cells) {
        try {
            return writer.writeValueAsString(cells);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
