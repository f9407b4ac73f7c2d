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

import io.pyramidion.job.codec.JsonSpellings;
import io.pyramidion.job.options.KeyLikeness;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.apache.flink.table.api.ValidationException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which fields of a request a model of SQL has: as columns of a row, and as options. */
final class RequestFields {

    static final String REQUEST_ID = "request_id";

    /** What a row asks about; every model has one of these columns. */
    static final List<String> PROMPTS = List.of("prompt", "messages", "prompt_token_ids");

    private static final Map<String, String> NOT_HERE =
            Map.of(
                    "session_id",
                    "ML_PREDICT keeps nothing from row to row; sessions need the table connector",
                    "cancel",
                    "a row cannot end another",
                    "stream",
                    "a row comes out once, when its text is complete",
                    "n",
                    "a row gets one text; give a row for each, with different seeds",
                    "slo",
                    "rows run in the order in which they come; the option deadline bounds their time",
                    "model",
                    "SQL names the model",
                    "logprobs",
                    "no column of OUTPUT holds log-probabilities",
                    "metadata",
                    "the row's other columns stay beside its answer");

    private static final Set<String> OF_A_ROW =
            Set.of(REQUEST_ID, "prompt", "messages", "prompt_token_ids");

    private RequestFields() {}

    /** Names of the fields that columns may have, in the order of the documentation. */
    static List<String> columns() {
        return GenerationRequest.getClassSchema().getFields().stream()
                .map(Schema.Field::name)
                .filter(name -> !NOT_HERE.containsKey(name))
                .toList();
    }

    /** Names of the fields that may stand for all rows. */
    static List<String> options() {
        return columns().stream().filter(name -> !OF_A_ROW.contains(name)).toList();
    }

    /**
     * The field that a column is named after.
     *
     * @throws ValidationException if there is none
     */
    static String ofColumn(String column) {
        String field = JsonSpellings.requestField(column);
        if (columns().contains(field)) {
            return field;
        }
        throw refused("column " + column + " in INPUT", column, columns());
    }

    /**
     * The field that an option is named after.
     *
     * @param where what has the option
     * @param others names of options that are no fields
     * @throws ValidationException if there is none
     */
    static String ofOption(String option, String where, List<String> others) {
        String field = JsonSpellings.requestField(option);
        if (options().contains(field)) {
            return field;
        }
        if (OF_A_ROW.contains(field)) {
            throw new ValidationException(
                    "Option " + option + " in " + where + ": allowed only as a column of INPUT");
        }
        List<String> known = Stream.concat(others.stream(), options().stream()).toList();
        throw refused("option " + option + " in " + where, option, known);
    }

    private static ValidationException refused(String what, String name, List<String> known) {
        String why = NOT_HERE.get(JsonSpellings.requestField(name));
        if (why != null) {
            return new ValidationException("Unknown " + what + ": " + why);
        }
        String hint =
                KeyLikeness.likest(name, known)
                        .map(likest -> "; did you mean " + likest + "?")
                        .orElse("; allowed: " + String.join(", ", known));
        return new ValidationException("Unknown " + what + hint);
    }
}
