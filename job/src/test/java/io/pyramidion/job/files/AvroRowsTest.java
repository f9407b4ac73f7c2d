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

import io.pyramidion.job.options.OptionException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AvroRowsTest {

    private static final Columns COLUMNS = new Columns("q", "chat", "id", "session_id", "");

    private static final Schema SCHEMA =
            SchemaBuilder.record("Row")
                    .namespace("some.one")
                    .fields()
                    .requiredLong("id")
                    .optionalString("q")
                    .optionalString("chat")
                    .optionalInt("max_tokens")
                    .name("vector")
                    .type()
                    .array()
                    .items()
                    .floatType()
                    .noDefault()
                    .endRecord();

    private final AvroBytes bytes = new AvroBytes(SCHEMA);
    private final AvroMapper mapper = new AvroMapper(SCHEMA, COLUMNS, RowJson.object());

    @Test
    void readsColumnsAsARequestAndKeepsTheRest() {
        byte[] row = bytes.encode(row(5, "Hi", 3));

        MappedRow.Asked asked = (MappedRow.Asked) mapper.map(row, "in.avro:1");

        assertThat(asked.request().getRequestId()).isEqualTo("5");
        assertThat(asked.request().getPrompt()).isEqualTo("Hi");
        assertThat(asked.request().getMaxTokens()).isEqualTo(3);
    }

    @Test
    void takesMessagesThatAreATextAndRefusesOthers() {
        GenericRecord row = row(6, null, null);
        row.put("chat", "[{\"role\":\"user\",\"content\":\"Hi\"}]");
        MappedRow asked = mapper.map(bytes.encode(row), "in.avro:1");
        assertThat(((MappedRow.Asked) asked).request().getMessages()).hasSize(1);

        row.put("chat", "Hi");
        assertThat(mapper.map(bytes.encode(row), "in.avro:1"))
                .isInstanceOf(MappedRow.Refused.class);
    }

    @Test
    void partsThatAreAppendedToOneAnotherAreOneFile() throws IOException {
        AvroResults results = new AvroResults(SCHEMA, COLUMNS, RowJson.object());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int number = 0;
        for (int part = 0; part < 3; part++) {
            List<byte[]> rows = List.of(answer(results, number++), answer(results, number++));
            file.writeBytes(results.chunk("out.avro", part == 0, rows));
            file.writeBytes(results.chunk("out.avro", false, List.of()));
        }

        try (AvroRows read = new AvroRows(new ByteArrayInputStream(file.toByteArray()))) {
            AvroBytes whole = new AvroBytes(read.schema());
            for (int i = 0; i < number; i++) {
                assertThat(read.next()).isTrue();
                GenericRecord record = whole.decode(read.row());
                assertThat(record.get("id")).isEqualTo((long) i);
                assertThat(record.get("vector")).isEqualTo(List.of(1.5f));
                assertThat(record.get("text")).hasToString("text " + i);
                assertThat(record.get("error")).isNull();
                assertThat(((GenericRecord) record.get("usage")).get("total_tokens")).isEqualTo(7);
            }
            assertThat(read.next()).isFalse();
        }
    }

    @Test
    void refusesASchemaThatHasNoRoomForResults() {
        Schema taken = SchemaBuilder.record("Row").fields().requiredString("text").endRecord();

        assertThatThrownBy(() -> new AvroResults(taken, COLUMNS, RowJson.object()))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("pyramidion.files.result-prefix is ")
                .hasMessageContaining("the rows have such a column");
    }

    private byte[] answer(AvroResults results, int number) {
        byte[] row = bytes.encode(row(number, "Hi", null));
        return results.row(Results.answered("" + number, "text " + number, row));
    }

    private static GenericRecord row(long id, String prompt, Integer maxTokens) {
        GenericRecord row = new GenericData.Record(SCHEMA);
        row.put("id", id);
        row.put("q", prompt);
        row.put("max_tokens", maxTokens);
        row.put("vector", List.of(1.5f));
        return row;
    }
}
