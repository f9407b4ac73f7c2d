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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.ResultEnvelope;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Results as JSON objects: the row as it was, with the columns of its answer behind its own. A row
 * that could not be read has those alone; a result of a request that was in no file is written as
 * on the result topic.
 */
final class JsonResults extends LineResults {

    private final Columns columns;
    private final JsonCodec<GenerationResult> codec = new JsonCodec<>(GenerationResult.class);
    private final JsonCodec<ErrorDetail> errors = new JsonCodec<>(ErrorDetail.class);

    JsonResults(Columns columns) {
        this.columns = columns;
    }

    @Override
    public byte[] row(ResultEnvelope result) {
        byte[] whole = codec.encode(result.getAnswer());
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        if (result.getOrigin().getSource() instanceof FilePosition place) {
            ObjectNode answer = RowJson.written(whole);
            ErrorDetail error = Expired.error(result.getAnswer());
            if (error != null) {
                answer.set(Columns.ERROR, RowJson.written(errors.encode(error)));
            }
            byte[] added = RowJson.bytes(added(answer, place));
            byte[] row = row(place.getColumns());
            // Without the brace that ends the row, and the one that begins what is added.
            line.write(row, 0, row.length - 1);
            if (row.length > 2) {
                line.write(',');
            }
            line.write(added, 1, added.length - 1);
        } else {
            line.write(whole, 0, whole.length);
        }
        return line.toByteArray();
    }

    private static byte[] row(ByteBuffer columns) {
        byte[] row = new byte[columns == null ? 0 : columns.remaining()];
        if (row.length > 0) {
            columns.duplicate().get(row);
        }
        // Whatever stands between the braces of an empty row is white space.
        return hasMember(row) ? row : new byte[] {'{', '}'};
    }

    private static boolean hasMember(byte[] row) {
        for (byte character : row) {
            if (character == '"') {
                return true;
            }
        }
        return false;
    }

    private ObjectNode added(ObjectNode result, FilePosition place) {
        ObjectNode added = RowJson.object();
        for (String name : Columns.RESULTS) {
            JsonNode value = result.get(name);
            added.set(columns.result(name), value);
            boolean inFile = place.getLine() > 0;
            if (inFile && name.equals(Columns.ERROR) && value instanceof ObjectNode error) {
                error.put("file", place.getPath()).put("line", place.getLine());
            }
        }
        for (String name : Columns.ON_DEMAND) {
            if (result.has(name)) {
                added.set(columns.result(name), result.get(name));
            }
        }
        return added;
    }
}
