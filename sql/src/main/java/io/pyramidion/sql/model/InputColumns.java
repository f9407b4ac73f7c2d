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
package io.pyramidion.sql.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The columns of a model's {@code INPUT}: each is a field of a request, and named after it. */
final class InputColumns implements Serializable {

    private static final long serialVersionUID = 1L;

    private record InputColumn(String field, LogicalType type) implements Serializable {}

    private final List<InputColumn> columns;

    private InputColumns(List<InputColumn> columns) {
        this.columns = new ArrayList<>(columns);
    }

    /**
     * The columns of a schema.
     *
     * @throws ValidationException naming the first column at fault
     */
    static InputColumns of(ResolvedSchema input) {
        List<InputColumn> columns = new ArrayList<>();
        for (Column column : input.getColumns()) {
            String field = RequestFields.ofColumn(column.getName());
            if (columns.stream().anyMatch(other -> other.field().equals(field))) {
                throw new ValidationException(
                        "Column " + column.getName() + " in INPUT is a second column for " + field);
            }
            columns.add(checked(field, column.getDataType().getLogicalType()));
        }
        if (columns.stream().noneMatch(column -> RequestFields.PROMPTS.contains(column.field()))) {
            throw new ValidationException(
                    "INPUT has no prompt; allowed: at least one column of "
                            + String.join(", ", RequestFields.PROMPTS));
        }
        return new InputColumns(columns);
    }

    /**
     * The same columns with the types that a table's columns have: Flink hands on their values as
     * they are, although it lets their types differ from the model's.
     *
     * @throws ValidationException naming the first column whose type its field cannot have
     */
    InputColumns as(List<LogicalType> types) {
        List<InputColumn> actual = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            actual.add(checked(columns.get(i).field(), types.get(i)));
        }
        return new InputColumns(actual);
    }

    private static InputColumn checked(String field, LogicalType type) {
        FieldType wanted = FieldType.of(field);
        if (!wanted.accepts(type)) {
            throw new ValidationException(
                    "Column %s in INPUT has type %s; allowed: %s"
                            .formatted(field, type.asSummaryString(), wanted.words()));
        }
        // A getter of a type that is not null would not look for NULL.
        return new InputColumn(field, type.copy(true));
    }

    /** Whether there is a column for a field. */
    boolean has(String field) {
        return columns.stream().anyMatch(column -> column.field().equals(field));
    }

    /**
     * The fields that a row sets: those that are not NULL.
     *
     * @throws io.pyramidion.engine.InvalidRequestException if a text does not hold what it should
     */
    ObjectNode read(RowData row) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            InputColumn column = columns.get(i);
            Object value = RowData.createFieldGetter(column.type(), i).getFieldOrNull(row);
            JsonNode node = FieldType.of(column.field()).node(column.type(), value);
            if (!node.isNull()) {
                fields.set(column.field(), node);
            }
        }
        return fields;
    }
}
