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

import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A column that a model's {@code OUTPUT} may have. */
enum OutputColumn {
    /** The text; NULL if the row failed. */
    TEXT(VarCharType.STRING_TYPE, sequence -> StringData.fromString(sequence.text())),
    /** Why it ended; {@code error} or {@code deadline_exceeded} if the row failed. */
    FINISH_REASON(
            VarCharType.STRING_TYPE,
            sequence ->
                    StringData.fromString(
                            sequence.finishReason().map(FinishReason::wireName).orElseThrow())),
    /** Why the row failed; NULL if it did not. */
    ERROR(VarCharType.STRING_TYPE, sequence -> null),
    PROMPT_TOKENS(new BigIntType(), sequence -> (long) sequence.promptLength()),
    COMPLETION_TOKENS(new BigIntType(), sequence -> (long) sequence.generatedCount()),
    TOTAL_TOKENS(new BigIntType(), sequence -> (long) sequence.length()),
    /** Of the prompt's tokens, those that the target did not read again. */
    CACHED_TOKENS(new BigIntType(), sequence -> (long) sequence.reusedTokens()),
    /** The seed that gives the same text again. */
    SEED(new BigIntType(), sequence -> sequence.sampling().seed()),
    TOKEN_IDS(
            new ArrayType(new IntType()),
            sequence -> new GenericArrayData(sequence.generatedTokens()));

    private final LogicalType type;
    private final Function<Sequence, Object> value;

    OutputColumn(LogicalType type, Function<Sequence, Object> value) {
        this.type = type;
        this.value = value;
    }

    /** The column of a name; empty if there is none. */
    static Optional<OutputColumn> find(String name) {
        return Arrays.stream(values())
                .filter(column -> column.columnName().equals(name))
                .findFirst();
    }

    /** Names of all columns. */
    static List<String> names() {
        return Arrays.stream(values()).map(OutputColumn::columnName).toList();
    }

    String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a column of a type can hold it. */
    boolean accepts(LogicalType declared) {
        return types().stream().anyMatch(allowed -> sameType(allowed, declared));
    }

    private static boolean sameType(LogicalType allowed, LogicalType declared) {
        if (allowed instanceof ArrayType list && declared instanceof ArrayType given) {
            return sameType(list.getElementType(), given.getElementType());
        }
        return allowed.copy(true).equals(declared.copy(true));
    }

    /** The types that it may have, for people. */
    String words() {
        return types().stream()
                .map(LogicalType::asSummaryString)
                .collect(Collectors.joining(", "))
                .replace("VARCHAR(2147483647)", "STRING");
    }

    private List<LogicalType> types() {
        boolean counts = type instanceof BigIntType && this != SEED;
        return counts ? List.of(new IntType(), type) : List.of(type);
    }

    /** The value of a text that is complete, in a column of an accepted type. */
    Object of(Sequence sequence, LogicalType declared) {
        Object of = value.apply(sequence);
        return declared instanceof IntType ? Math.toIntExact((Long) of) : of;
    }
}
