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
import io.pyramidion.schemas.GenerationRequest;

import java.util.List;
import java.util.Map;

/** Makes a request of the columns that stand for its fields. */
final class RequestColumns {

    private final Columns columns;
    private final GenerationRequest defaults;

    /**
     * @param defaults request fields for rows that do not set them
     */
    RequestColumns(Columns columns, GenerationRequest defaults) {
        this.columns = columns;
        this.defaults = defaults;
    }

    /**
     * The request of a row.
     *
     * @param given the row's columns; those that stand for nothing are passed over
     * @throws io.pyramidion.job.codec.DecodeException if one has not the type of its field
     */
    GenerationRequest request(ObjectNode given, String id) {
        ObjectNode fields = RowJson.object();
        for (Map.Entry<String, JsonNode> column : given.properties()) {
            columns.field(column.getKey())
                    .filter(field -> !column.getValue().isNull())
                    .ifPresent(field -> fields.set(field, column.getValue()));
        }
        columns.form().apply(fields);
        for (String name : List.of("request_id", "session_id")) {
            RowJson.name(fields.get(name)).ifPresent(text -> fields.put(name, text));
        }
        if (!fields.has("request_id")) {
            fields.put("request_id", id);
        }
        return RequestDefaults.filled(fields, defaults);
    }
}
