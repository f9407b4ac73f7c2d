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

import io.pyramidion.engine.InvalidRequestException;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.IntType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputColumnsTest {

    @Test
    void readsAColumnOfEachTypeAsTheFieldThatItIsNamedAfter() {
        InputColumns columns =
                InputColumns.of(
                        Models.schema(
                                "prompt", DataTypes.STRING(),
                                "max_completion_tokens", DataTypes.SMALLINT(),
                                "seed", DataTypes.BIGINT(),
                                "temperature", DataTypes.FLOAT(),
                                "top_p", DataTypes.DECIMAL(3, 2),
                                "ignore_eos", DataTypes.BOOLEAN(),
                                "stop", DataTypes.ARRAY(DataTypes.STRING()),
                                "stop_token_ids", DataTypes.ARRAY(DataTypes.INT()),
                                "logit_bias",
                                        DataTypes.MAP(DataTypes.STRING(), DataTypes.DOUBLE())));

        assertThat(
                        columns.read(
                                        GenericRowData.of(
                                                text("Say \"hi\""),
                                                (short) 7,
                                                9L,
                                                0.7f,
                                                DecimalData.fromBigDecimal(
                                                        new BigDecimal("0.95"), 3, 2),
                                                true,
                                                new GenericArrayData(
                                                        new Object[] {text("a"), text("b")}),
                                                new GenericArrayData(new int[] {3, 4}),
                                                new GenericMapData(Map.of(text("17"), -1.5))))
                                .toString())
                .isEqualTo(
                        "{\"prompt\":\"Say \\\"hi\\\"\",\"max_tokens\":7,\"seed\":9,\"temperature\":0.7,"
                                + "\"top_p\":0.95,\"ignore_eos\":true,\"stop\":[\"a\",\"b\"],"
                                + "\"stop_token_ids\":[3,4],\"logit_bias\":{\"17\":-1.5}}");
    }

    @Test
    void readsMessagesAsRowsAndAsJson() {
        String messages = "[{\"role\":\"user\",\"content\":\"Hi\"}]";
        InputColumns rows =
                InputColumns.of(
                        Models.schema(
                                "messages",
                                DataTypes.ARRAY(
                                        DataTypes.ROW(
                                                DataTypes.FIELD("role", DataTypes.STRING()),
                                                DataTypes.FIELD("content", DataTypes.STRING())))));
        InputColumns texts = InputColumns.of(Models.schema("messages", DataTypes.STRING()));

        assertThat(
                        rows.read(
                                        GenericRowData.of(
                                                new GenericArrayData(
                                                        new Object[] {
                                                            GenericRowData.of(
                                                                    text("user"), text("Hi"))
                                                        })))
                                .toString())
                .isEqualTo("{\"messages\":" + messages + "}");
        assertThat(texts.read(GenericRowData.of(text(messages))).toString())
                .isEqualTo("{\"messages\":" + messages + "}");
        assertThatThrownBy(() -> texts.read(GenericRowData.of(text("[],\"seed\":1"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("messages is [],\"seed\":1; allowed: a JSON list");
    }

    @Test
    void leavesOutWhatIsNull() {
        InputColumns columns =
                InputColumns.of(
                        Models.schema(
                                "prompt", DataTypes.STRING().notNull(), "seed", DataTypes.INT()));

        assertThat(columns.read(GenericRowData.of(null, null)).toString()).isEqualTo("{}");
    }

    @Test
    void readsTheTypesOfTheTableWhereTheyDiffer() {
        InputColumns columns =
                InputColumns.of(
                        Models.schema("prompt", DataTypes.STRING(), "seed", DataTypes.BIGINT()));

        InputColumns actual =
                columns.as(
                        List.of(DataTypes.CHAR(2).notNull().getLogicalType(), new IntType(false)));

        assertThat(actual.read(GenericRowData.of(text("ab"), 5)).toString())
                .isEqualTo("{\"prompt\":\"ab\",\"seed\":5}");
        assertThatThrownBy(
                        () ->
                                columns.as(
                                        List.of(
                                                DataTypes.STRING().getLogicalType(),
                                                DataTypes.DOUBLE().getLogicalType())))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Column seed in INPUT has type DOUBLE; allowed: BIGINT, STRING");
    }

    @Test
    void keepsWhatIsNoFiniteNumberForTheCodecToRefuse() {
        InputColumns columns =
                InputColumns.of(
                        Models.schema(
                                "prompt", DataTypes.STRING(), "temperature", DataTypes.DOUBLE()));

        assertThat(columns.read(GenericRowData.of(text("a"), Double.NaN)).toString())
                .isEqualTo("{\"prompt\":\"a\",\"temperature\":\"NaN\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "promt | Unknown column promt in INPUT; did you mean prompt?",
                "session_id | Unknown column session_id in INPUT: ML_PREDICT keeps nothing from row to row; sessions need the table connector",
                "n | Unknown column n in INPUT: a row gets one text; give a row for each, with different seeds",
                "zebra | Unknown column zebra in INPUT; allowed: request_id, prompt, messages, prompt_token_ids, chat_template_kwargs, tools, max_tokens, min_tokens, temperature, top_p, top_k, min_p, seed, stop, stop_token_ids, ignore_eos, speculation, presence_penalty, frequency_penalty, repetition_penalty, logit_bias, allowed_token_ids, banned_token_ids, bad_words",
                "max_new_tokens | Column max_new_tokens in INPUT is a second column for max_tokens",
            })
    void refusesAColumnThatIsNoField(String column, String message) {
        assertThatThrownBy(
                        () ->
                                InputColumns.of(
                                        Models.schema(
                                                "prompt",
                                                DataTypes.STRING(),
                                                "max_tokens",
                                                DataTypes.INT(),
                                                column,
                                                DataTypes.STRING())))
                .isInstanceOf(ValidationException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAColumnOfAnotherType() {
        assertThatThrownBy(() -> InputColumns.of(Models.schema("prompt", DataTypes.BYTES())))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("Column prompt in INPUT has type BYTES; allowed: STRING");
        assertThatThrownBy(
                        () ->
                                InputColumns.of(
                                        Models.schema(
                                                "messages",
                                                DataTypes.ARRAY(
                                                        DataTypes.ROW(
                                                                DataTypes.FIELD(
                                                                        "speaker",
                                                                        DataTypes.STRING()))))))
                .isInstanceOf(ValidationException.class)
                .hasMessageEndingWith(
                        "allowed: ARRAY<ROW<some of role STRING, content STRING, name STRING,"
                                + " tool_calls STRING, tool_call_id STRING, reasoning_content STRING>>,"
                                + " STRING with a JSON list");
    }

    @Test
    void refusesAnInputWithoutAPrompt() {
        assertThatThrownBy(() -> InputColumns.of(Models.schema("seed", DataTypes.BIGINT())))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "INPUT has no prompt; allowed: at least one column of prompt, messages,"
                                + " prompt_token_ids");
    }

    private static StringData text(String text) {
        return StringData.fromString(text);
    }
}
