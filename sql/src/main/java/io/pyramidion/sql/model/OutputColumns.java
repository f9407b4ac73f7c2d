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

import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.job.options.KeyLikeness;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The columns of a model's {@code OUTPUT}, and the rows that are written in them. */
final class OutputColumns implements Serializable {

    private static final long serialVersionUID = 1L;

    private record Declared(OutputColumn column, LogicalType type) implements Serializable {}

    private final List<Declared> columns;

    private OutputColumns(List<Declared> columns) {
        this.columns = new ArrayList<>(columns);
    }

    /**
     * The columns of a schema.
     *
     * @throws ValidationException naming the first column at fault
     */
    static OutputColumns of(ResolvedSchema output) {
        List<Declared> declared = new ArrayList<>();
        for (Column column : output.getColumns()) {
            declared.add(declared(column.getName(), column.getDataType().getLogicalType()));
        }
        OutputColumns columns = new OutputColumns(declared);
        if (columns.holdErrors()) {
            columns.checkNullable();
        }
        return columns;
    }

    private static Declared declared(String name, LogicalType type) {
        OutputColumn column = OutputColumn.find(name).orElseThrow(() -> unknown(name));
        if (!column.accepts(type)) {
            throw new ValidationException(
                    "Column %s in OUTPUT has type %s; allowed: %s"
                            .formatted(name, type.asSummaryString(), column.words()));
        }
        return new Declared(column, type);
    }

    private static ValidationException unknown(String name) {
        List<String> known = OutputColumn.names();
        String hint =
                KeyLikeness.likest(name, known)
                        .map(likest -> "; did you mean " + likest + "?")
                        .orElse("; allowed: " + String.join(", ", known));
        return new ValidationException("Unknown column " + name + " in OUTPUT" + hint);
    }

    /** A row that failed has nothing but its error and its finish reason. */
    private void checkNullable() {
        for (Declared declared : columns) {
            if (!declared.type().isNullable() && declared.column() != OutputColumn.FINISH_REASON) {
                throw new ValidationException(
                        "Column %s in OUTPUT is NOT NULL; allowed: a column that may be NULL, as it is in rows with an error"
                                .formatted(declared.column().columnName()));
            }
        }
    }

    /** Whether a row that fails can say so, instead of failing the statement. */
    boolean holdErrors() {
        return columns.stream().anyMatch(declared -> declared.column() == OutputColumn.ERROR);
    }

    /** The row of a text that is complete. */
    RowData row(Sequence sequence) {
        GenericRowData row = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Declared declared = columns.get(i);
            row.setField(i, declared.column().of(sequence, declared.type()));
        }
        return row;
    }

    /** The row of a request that failed. */
    RowData failed(String finishReason, String error) {
        GenericRowData row = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            switch (columns.get(i).column()) {
                case FINISH_REASON -> row.setField(i, StringData.fromString(finishReason));
                case ERROR -> row.setField(i, StringData.fromString(error));
                default -> row.setField(i, null);
            }
        }
        return row;
    }
}
