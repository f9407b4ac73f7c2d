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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rows that are JSON objects: columns by the names of a request's fields are read as such, all
 * others are left alone. An answer repeats the row as it is written, but for request fields whose
 * names its own columns need.
 */
final class JsonMapper implements RowMapper {

    private static final byte[] NONE = {};

    /** Request fields that go by one of the names of an answer's columns. */
    private static final Set<String> BOTH = Set.of("speculation", "logprobs");

    private final Columns columns;
    private final RequestColumns requests;

    /**
     * @param defaults request fields for rows that do not set them
     */
    JsonMapper(Columns columns, GenerationRequest defaults) {
        this.columns = columns;
        this.requests = new RequestColumns(columns, defaults);
    }

    @Override
    public Optional<String> id(byte[] row) {
        return RowJson.name(row, columns.id());
    }

    @Override
    public List<String> names(byte[] row) {
        return RowJson.names(row);
    }

    @Override
    public MappedRow map(byte[] row, String place) {
        String id = id(row).orElse(place);
        byte[] kept = NONE;
        try {
            ObjectNode given = RowJson.read(row);
            kept = kept(given, row);
            GenerationRequest request = requests.request(given, id);
            checkChoices(given, request);
            return new MappedRow.Asked(id, kept, request);
        } catch (DecodeException e) {
            return refused(id, kept, e.field(), e.getMessage());
        } catch (InvalidRequestException e) {
            return refused(id, kept, e.field(), e.getMessage());
        }
    }

    @Override
    public MappedRow repeated(byte[] row, String place) {
        return map(row, place) instanceof MappedRow.Asked asked
                ? refused(
                        asked.id(),
                        asked.columns(),
                        columns.id(),
                        columns.id() + " is that of an earlier row; allowed: each id once")
                : map(row, place);
    }

    private static MappedRow refused(String id, byte[] kept, String field, String message) {
        return new MappedRow.Refused(id, kept, new ErrorDetail(DECODE, field, message));
    }

    /** The row for its answer, without what would stand in it twice. */
    private byte[] kept(ObjectNode given, byte[] row) {
        List<String> taken =
                Stream.concat(Columns.RESULTS.stream(), BOTH.stream())
                        .map(columns::result)
                        .filter(given::has)
                        .toList();
        for (String name : taken) {
            if (!BOTH.contains(name)) {
                throw clash(name);
            }
        }
        return taken.isEmpty() ? stripped(row) : RowJson.bytes(given.deepCopy().remove(taken));
    }

    private void checkChoices(ObjectNode given, GenerationRequest request) {
        String name = columns.result("choices");
        if (given.has(name) && request.getN() != null && request.getN() > 1) {
            throw clash(name);
        }
    }

    private static InvalidRequestException clash(String name) {
        return new InvalidRequestException(
                name,
                name
                        + " is a column of the row and of its answer; allowed: another"
                        + " pyramidion.files.result-prefix");
    }

    private static byte[] stripped(byte[] row) {
        int from = 0;
        int to = row.length;
        while (row[from] != '{') {
            from++;
        }
        while (row[to - 1] != '}') {
            to--;
        }
        return Arrays.copyOfRange(row, from, to);
    }
}
