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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonSpellings;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Requests of the rows of a CSV file. A cell holds a text, or a number, {@code true}, {@code
 * false}, a list or an object as JSON writes it where the request's field has such a value. An
 * empty cell sets nothing.
 */
final class CsvMapper implements RowMapper {

    private final CsvHeader header;
    private final CsvText csv;
    private final Columns columns;
    private final RequestColumns requests;

    /**
     * @param defaults request fields for rows that do not set them
     * @throws io.pyramidion.job.options.OptionException if a request's field has two columns
     */
    CsvMapper(CsvHeader header, Columns columns, GenerationRequest defaults) {
        this.header = header;
        this.csv = new CsvText(header.separator());
        this.columns = columns;
        this.requests = new RequestColumns(columns, defaults);
        NamedColumns.requireEachOnce(header.names(), columns);
    }

    @Override
    public Optional<String> id(byte[] row) {
        int position = header.names().indexOf(columns.id());
        if (position < 0) {
            return Optional.empty();
        }
        try {
            List<String> cells = csv.cells(row);
            return position < cells.size()
                    ? Optional.of(cells.get(position)).filter(id -> !id.isEmpty())
                    : Optional.empty();
        } catch (InvalidRequestException e) {
            // Said when the row is read.
            return Optional.empty();
        }
    }

    @Override
    public MappedRow map(byte[] row, String place) {
        String id = id(row).orElse(place);
        byte[] kept = bytes(List.of());
        try {
            List<String> cells = csv.cells(row);
            kept = cells.size() == header.names().size() ? row : bytes(cells);
            return new MappedRow.Asked(id, kept, requests.request(given(cells), id));
        } catch (DecodeException e) {
            return refused(id, kept, e.field(), e.getMessage());
        } catch (InvalidRequestException e) {
            return refused(id, kept, e.field(), e.getMessage());
        }
    }

    @Override
    public MappedRow repeated(byte[] row, String place) {
        MappedRow mapped = map(row, place);
        return mapped instanceof MappedRow.Refused
                ? mapped
                : refused(
                        mapped.id(),
                        mapped.columns(),
                        columns.id(),
                        columns.id() + " is that of an earlier row; allowed: each id once");
    }

    private static MappedRow refused(String id, byte[] kept, String field, String message) {
        return new MappedRow.Refused(id, kept, new ErrorDetail(DECODE, field, message));
    }

    /** As many cells as there are columns, so that those of the answer stand below their names. */
    private byte[] bytes(List<String> cells) {
        int width = header.names().size();
        List<String> fitting = new ArrayList<>(cells.subList(0, Math.min(cells.size(), width)));
        fitting.addAll(Collections.nCopies(width - fitting.size(), ""));
        return csv.row(fitting).getBytes(RowJson.CHARSET);
    }

    private ObjectNode given(List<String> cells) {
        List<String> names = header.names();
        if (cells.size() != names.size()) {
            throw new InvalidRequestException(
                    "",
                    "The row has %d cells; allowed: %d, as many as there are columns"
                            .formatted(cells.size(), names.size()));
        }
        ObjectNode given = RowJson.object();
        for (int i = 0; i < names.size(); i++) {
            String cell = cells.get(i);
            Optional<String> field = columns.field(names.get(i));
            if (field.isPresent() && !cell.isEmpty()) {
                given.set(names.get(i), value(field.get(), cell));
            }
        }
        return given;
    }

    private static JsonNode value(String field, String cell) {
        if (JsonSpellings.isText(field)) {
            return JsonNodeFactory.instance.textNode(cell);
        }
        // As spreadsheets write them.
        boolean truth = cell.equals("TRUE") || cell.equals("FALSE");
        return truth
                ? JsonNodeFactory.instance.booleanNode(cell.equals("TRUE"))
                : RowJson.value(cell);
    }
}
