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

import io.pyramidion.job.codec.JsonSpellings;
import io.pyramidion.job.files.Columns;
import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import org.apache.avro.Schema;
import org.apache.flink.table.types.logical.RowType;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Refuses columns that no row could be right with, before a job starts. */
final class ColumnChecks {

    private static final Set<String> PROMPTS = Set.of("prompt", "messages", "prompt_token_ids");

    /** Columns of an answer that are no fields of a request, which it replaces. */
    private static final List<String> ADDED =
            Columns.RESULTS.stream().filter(name -> !JsonSpellings.isRequestField(name)).toList();

    private ColumnChecks() {}

    /**
     * Checks a table that is inserted into.
     *
     * @throws OptionException naming the first column at fault
     */
    static void sink(GenerationTable table) {
        Columns columns = table.columns();
        boolean prompted = table.settings().find(FileOptions.DEFAULTS).isPresent();
        for (RowType.RowField column : table.rows().getFields()) {
            String name = column.getName();
            if (ADDED.stream().map(columns::result).anyMatch(name::equals)) {
                throw new OptionException(
                        "Column %s of %s is added by the answer; leave it out, or set 'files.result-prefix'"
                                .formatted(name, table.name()));
            }
            Optional<String> field = columns.field(name);
            if (field.isEmpty()) {
                continue;
            }
            prompted |= PROMPTS.contains(field.get());
            if (field.get().equals("stream")) {
                throw new OptionException(
                        "Column stream of %s is not possible: a table has no token deltas"
                                .formatted(table.name()));
            }
            ColumnType.of(
                            GenerationRequest.getClassSchema(),
                            JsonSpellings.requestField(field.get()))
                    .ifPresent(type -> type.checkWritten(table.name(), name, column.getType()));
        }
        if (!prompted) {
            throw new OptionException(
                    "Table %s has no column that is a prompt; allowed: %s, %s or prompt_token_ids"
                            .formatted(
                                    table.name(),
                                    table.settings().get(FileOptions.PROMPT_COLUMN),
                                    table.settings().get(FileOptions.MESSAGES_COLUMN)));
        }
    }

    /**
     * Checks a table that is read.
     *
     * @throws OptionException naming the first column at fault
     */
    static void source(GenerationTable table) {
        boolean anyColumn = table.settings().get(JobOptions.SOURCE) == Endpoint.FILES;
        for (RowType.RowField column : table.rows().getFields()) {
            String name = column.getName();
            Optional<Schema.Field> result = resultField(table.columns(), name);
            if (result.isPresent()) {
                ColumnType.of(GenerationResult.getClassSchema(), result.get().name())
                        .ifPresent(type -> type.checkRead(table.name(), name, column.getType()));
            } else if (JsonSpellings.isRequestField(name)
                    || table.columns().field(name).isPresent()) {
                String field = JsonSpellings.requestField(table.columns().field(name).orElse(name));
                ColumnType.of(GenerationRequest.getClassSchema(), field)
                        .ifPresent(type -> type.checkRead(table.name(), name, column.getType()));
            } else if (!anyColumn) {
                throw new OptionException(
                        "Column %s of %s is neither a field of a request nor of a result; allowed: %s, %s"
                                .formatted(
                                        name,
                                        table.name(),
                                        names(GenerationRequest.getClassSchema()),
                                        names(GenerationResult.getClassSchema())));
            } else {
                ColumnType.checkNullable(table.name(), name, column.getType());
            }
        }
    }

    /** The field of a result that a column holds. */
    static Optional<Schema.Field> resultField(Columns columns, String column) {
        return GenerationResult.getClassSchema().getFields().stream()
                .filter(field -> columns.result(field.name()).equals(column))
                .findFirst();
    }

    private static String names(Schema schema) {
        List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
        return String.join(", ", names);
    }
}
