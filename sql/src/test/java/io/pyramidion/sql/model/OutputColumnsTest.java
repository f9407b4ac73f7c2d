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

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutputColumnsTest {

    @Test
    void saysWhyARowFailedAndNothingElse() {
        OutputColumns columns =
                OutputColumns.of(
                        Models.schema(
                                "error", DataTypes.STRING(),
                                "text", DataTypes.STRING(),
                                "finish_reason", DataTypes.STRING().notNull(),
                                "prompt_tokens", DataTypes.INT(),
                                "token_ids", DataTypes.ARRAY(DataTypes.INT())));

        RowData row = columns.failed("error", "too long");

        assertThat(columns.holdErrors()).isTrue();
        assertThat(row.getString(0)).hasToString("too long");
        assertThat(row.getString(2)).hasToString("error");
        assertThat(row.isNullAt(1) && row.isNullAt(3) && row.isNullAt(4)).isTrue();
    }

    @Test
    void takesNotNullColumnsWhereNoRowCanFail() {
        OutputColumns columns =
                OutputColumns.of(
                        Models.schema(
                                "text", DataTypes.STRING().notNull(),
                                "token_ids", DataTypes.ARRAY(DataTypes.INT().notNull()).notNull()));

        assertThat(columns.holdErrors()).isFalse();
    }

    @Test
    void refusesAColumnThatItDoesNotHave() {
        refused(
                "reason",
                DataTypes.STRING(),
                "Unknown column reason in OUTPUT; allowed: text, finish_reason, error, prompt_tokens,"
                        + " completion_tokens, total_tokens, cached_tokens, seed, token_ids");
        refused("txt", DataTypes.STRING(), "Unknown column txt in OUTPUT; did you mean text?");
    }

    @Test
    void refusesAColumnOfAnotherType() {
        refused(
                "completion_tokens",
                DataTypes.STRING(),
                "Column completion_tokens in OUTPUT has type STRING; allowed: INT, BIGINT");
        refused(
                "finish_reason",
                DataTypes.VARCHAR(4),
                "Column finish_reason in OUTPUT has type VARCHAR(4); allowed: STRING");
        refused(
                "text",
                DataTypes.STRING().notNull(),
                "Column text in OUTPUT is NOT NULL; allowed: a column that may be NULL, as it is in"
                        + " rows with an error");
    }

    private static void refused(String name, DataType type, String message) {
        assertThatThrownBy(
                        () ->
                                OutputColumns.of(
                                        Models.schema("error", DataTypes.STRING(), name, type)))
                .isInstanceOf(ValidationException.class)
                .hasMessage(message);
    }
}
