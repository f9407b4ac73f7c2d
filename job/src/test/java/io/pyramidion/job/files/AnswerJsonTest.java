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
import io.pyramidion.job.options.FileFormat;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerJsonTest {

    private static final Columns COLUMNS =
            new Columns("prompt", "messages", "request_id", "session_id", "");

    @Test
    void hasTheColumnsOfTheRowAndTheFieldsOfTheResult() {
        byte[] row = Results.utf8("{\"customer\": 17.50, \"logprobs\": 3}");

        JsonNode answer = answer(Inputs.NONE, COLUMNS, Results.answered("a", "Vienna", row));

        assertThat(answer.get("customer").toString()).isEqualTo("17.50");
        assertThat(answer.get("request_id").asText()).isEqualTo("a");
        assertThat(answer.get("text").asText()).isEqualTo("Vienna");
        assertThat(answer.get("usage").get("total_tokens").asInt()).isEqualTo(7);
        // How many were asked for is not what came.
        assertThat(answer.get("logprobs").isNull()).isTrue();
    }

    @Test
    void hasThePrefixOfAddedColumns() {
        Columns prefixed = new Columns("prompt", "messages", "request_id", "session_id", "a_");

        JsonNode answer =
                answer(
                        Inputs.NONE,
                        prefixed,
                        Results.answered("a", "Vienna", Results.utf8("{\"text\": \"own\"}")));

        assertThat(answer.get("text").asText()).isEqualTo("own");
        assertThat(answer.get("a_text").asText()).isEqualTo("Vienna");
    }

    @Test
    void readsTheColumnsOfAvroRecords() {
        Schema schema = SchemaBuilder.record("Row").fields().requiredLong("customer").endRecord();
        Inputs inputs =
                new Inputs(FileFormat.AVRO, schema.toString(), List.of(), Map.of(), List.of());
        byte[] row =
                new AvroBytes(schema)
                        .encode(new GenericRecordBuilder(schema).set("customer", 17L).build());

        assertThat(answer(inputs, COLUMNS, Results.answered("a", "", row)).get("customer").asLong())
                .isEqualTo(17);
    }

    @Test
    void hasNoColumnsOfARecordThatIsNoObject() {
        ResultEnvelope result = Results.answered("a", "Vienna", new byte[0]);

        byte[] answer = new AnswerJson(Inputs.NONE, COLUMNS).of(result, Results.utf8("no request"));

        assertThat(RowJson.written(answer).get("text").asText()).isEqualTo("Vienna");
    }

    private static JsonNode answer(Inputs inputs, Columns columns, ResultEnvelope result) {
        FilePosition row = (FilePosition) result.getOrigin().getSource();
        return RowJson.written(new AnswerJson(inputs, columns).of(result, row));
    }
}
