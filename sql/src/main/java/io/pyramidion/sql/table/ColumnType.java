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
package io.pyramidion.sql.table;

import io.pyramidion.job.options.OptionException;
import org.apache.avro.Schema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.apache.flink.table.types.logical.LogicalTypeRoot.ARRAY;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.BIGINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.BOOLEAN;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.CHAR;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.DECIMAL;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.DOUBLE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.FLOAT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.INTEGER;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.MAP;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.ROW;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.SMALLINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TINYINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.VARCHAR;

/**
 * The SQL types that a field of a request or result may have. A text may hold a list or an object
 * as JSON.
 *
 * @param words how people call them
 */
record ColumnType(Set<LogicalTypeRoot> types, String words, boolean nullable) {

    private static final Set<LogicalTypeRoot> INTEGERS =
            EnumSet.of(TINYINT, SMALLINT, INTEGER, BIGINT);

    /** Texts that may be numbers. */
    private static final Set<String> NAMES = Set.of("request_id", "session_id");

    /**
     * The types of a record's field.
     *
     * @return empty if the record has no such field
     */
    static Optional<ColumnType> of(Schema record, String field) {
        return Optional.ofNullable(record.getField(field)).map(ColumnType::of);
    }

    private static ColumnType of(Schema.Field field) {
        Set<LogicalTypeRoot> types = EnumSet.noneOf(LogicalTypeRoot.class);
        Schema schema = present(field.schema());
        String words =
                switch (schema.getType()) {
                    case STRING -> text(field, types);
                    case INT, LONG -> {
                        types.addAll(INTEGERS);
                        yield "INT or BIGINT";
                    }
                    case DOUBLE -> {
                        types.addAll(INTEGERS);
                        types.addAll(List.of(FLOAT, DOUBLE, DECIMAL));
                        yield "DOUBLE or another number";
                    }
                    case BOOLEAN -> {
                        types.add(BOOLEAN);
                        yield "BOOLEAN";
                    }
                    case ARRAY -> {
                        types.addAll(List.of(ARRAY, CHAR, VARCHAR));
                        yield "ARRAY, or STRING that holds JSON";
                    }
                    default -> {
                        types.addAll(List.of(ROW, MAP, CHAR, VARCHAR));
                        yield "ROW or MAP, or STRING that holds JSON";
                    }
                };
        return new ColumnType(types, words, field.schema().isNullable());
    }

    private static String text(Schema.Field field, Set<LogicalTypeRoot> types) {
        types.addAll(List.of(CHAR, VARCHAR));
        if (NAMES.contains(field.name())) {
            types.addAll(INTEGERS);
            return "STRING, INT or BIGINT";
        }
        if (field.name().equals("prompt") || field.getProp("json") != null) {
            types.add(ARRAY);
            return "STRING or ARRAY";
        }
        return "STRING";
    }

    private static Schema present(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    /**
     * Checks a column that becomes the field.
     *
     * @throws OptionException if it cannot
     */
    void checkWritten(String table, String column, LogicalType type) {
        if (!types.contains(type.getTypeRoot())) {
            throw refused(table, column, type, words);
        }
    }

    /**
     * Checks a column that the field becomes: any is a text.
     *
     * @throws OptionException if it cannot
     */
    void checkRead(String table, String column, LogicalType type) {
        if (!types.contains(type.getTypeRoot()) && !type.is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw refused(
                    table, column, type, words + (words.contains("STRING") ? "" : ", or STRING"));
        }
        // A number that is none is NULL too, and so is a member that is missing.
        boolean always = !nullable && type.is(LogicalTypeFamily.CHARACTER_STRING);
        if (!always) {
            checkNullable(table, column, type);
        }
    }

    /**
     * Checks a column that has no value in some rows.
     *
     * @throws OptionException if it must have one, or a member of it must
     */
    static void checkNullable(String table, String column, LogicalType type) {
        if (!type.isNullable() || hasRequiredMember(type)) {
            throw refused(table, column, type, "NULL, as it is where there is no such value");
        }
    }

    private static boolean hasRequiredMember(LogicalType type) {
        return type.getTypeRoot() == ROW
                && type.getChildren().stream()
                        .anyMatch(member -> !member.isNullable() || hasRequiredMember(member));
    }

    private static OptionException refused(
            String table, String column, LogicalType type, String allowed) {
        return new OptionException(
                "Column %s of %s is %s; allowed: %s"
                        .formatted(column, table, type.asSummaryString(), allowed));
    }
}
