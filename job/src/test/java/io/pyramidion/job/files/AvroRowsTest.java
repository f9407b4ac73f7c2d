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
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.TokenLogprob;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private final AvroMapper mapper = new AvroMapper(SCHEMA, COLUMNS, RequestDefaults.parsed("{}"));

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
    void takesEveryListOrObjectAsATextButAStopTextAsItself() {
        Schema schema =
                SchemaBuilder.record("Row")
                        .fields()
                        .requiredString("q")
                        .requiredString("logit_bias")
                        .requiredString("stop_token_ids")
                        .requiredString("tools")
                        .requiredString("metadata")
                        .requiredString("stop")
                        .endRecord();
        GenericRecord row = new GenericData.Record(schema);
        row.put("q", "Hi");
        row.put("logit_bias", "{\"7\": -5}");
        row.put("stop_token_ids", "[3, 4]");
        row.put("tools", "[{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]");
        row.put("metadata", "{\"a\": \"b\"}");
        row.put("stop", "[1]");
        AvroMapper read = new AvroMapper(schema, COLUMNS, RequestDefaults.parsed("{}"));

        MappedRow mapped = read.map(new AvroBytes(schema).encode(row), "in.avro:1");

        assertThat(mapped).isInstanceOf(MappedRow.Asked.class);
        GenerationRequest request = ((MappedRow.Asked) mapped).request();
        assertThat(request.getLogitBias()).containsEntry("7", -5.0);
        assertThat(request.getStopTokenIds()).containsExactly(3, 4);
        assertThat(request.getTools()).contains("function");
        assertThat(request.getMetadata()).containsEntry("a", "b");
        assertThat(request.getStop()).containsExactly("[1]");
    }

    @Test
    void bytesAreATextOrTheRowIsRefusedByTheirName() {
        Schema schema =
                SchemaBuilder.record("Row")
                        .fields()
                        .requiredBytes("id")
                        .requiredBytes("q")
                        .name("session_id")
                        .type()
                        .fixed("Two")
                        .size(2)
                        .noDefault()
                        .endRecord();
        AvroBytes rows = new AvroBytes(schema);
        AvroMapper read = new AvroMapper(schema, COLUMNS, RequestDefaults.parsed("{}"));
        GenericRecord row = new GenericData.Record(schema);
        row.put("id", ByteBuffer.wrap(Results.utf8("n\u00e9")));
        row.put("q", ByteBuffer.wrap(Results.utf8("Hi")));
        row.put(
                "session_id",
                new GenericData.Fixed(schema.getField("session_id").schema(), Results.utf8("s1")));

        MappedRow.Asked asked = (MappedRow.Asked) read.map(rows.encode(row), "in.avro:1");
        assertThat(asked.request().getRequestId()).isEqualTo("n\u00e9");
        assertThat(asked.request().getPrompt()).isEqualTo("Hi");
        assertThat(asked.request().getSessionId()).isEqualTo("s1");

        row.put("q", ByteBuffer.wrap(new byte[] {'a', (byte) 0xff}));
        assertThat(refused(read.map(rows.encode(row), "in.avro:1")))
                .isEqualTo("q has byte 0xff at offset 1; allowed: valid UTF-8");
        row.put("id", ByteBuffer.wrap(new byte[] {(byte) 0xff}));
        MappedRow nameless = read.map(rows.encode(row), "in.avro:1");
        assertThat(nameless.id()).isEqualTo("in.avro:1");
        assertThat(refused(nameless)).startsWith("id has byte 0xff at offset 0");
    }

    private static GenericRecord only(AvroResults results, byte[] row) throws IOException {
        byte[] file = results.chunk("out.avro", true, List.of(row));
        try (AvroRows read = new AvroRows(new ByteArrayInputStream(file))) {
            assertThat(read.next()).isTrue();
            return new AvroBytes(read.schema()).decode(read.row());
        }
    }

    private static String refused(MappedRow row) {
        return ((MappedRow.Refused) row).error().getMessage();
    }

    @Test
    void hasRoomForWhateverRequestsFromElsewhereAskFor() throws IOException {
        AvroResults results =
                new AvroResults(AvroResults.withoutRows(), COLUMNS, RequestDefaults.parsed("{}"));
        ResultEnvelope result = Results.answered("r", "one", new byte[0]);
        result.getOrigin().setSource(null);
        Logprobs logprobs = new Logprobs(List.of(new TokenLogprob(1, "a", -0.5, null, List.of())));
        result.getAnswer().setLogprobs(logprobs);
        result.getAnswer()
                .setChoices(List.of(new Choice(0, "one", List.of(1), "stop", logprobs, null)));

        GenericRecord row = only(results, results.row(result));

        assertThat(row.get("choices").toString()).contains("\"one\"");
        assertThat(row.get("logprobs").toString()).contains("-0.5");
    }

    @Test
    void saysThatARowsTimeWasOver() throws IOException {
        AvroResults results = new AvroResults(SCHEMA, COLUMNS, RequestDefaults.parsed("{}"));
        ResultEnvelope result = Results.answered("r", "half", bytes.encode(row(1, "Hi", null)));
        result.getAnswer().setFinishReason("deadline_exceeded");

        GenericRecord row = only(results, results.row(result));

        assertThat(row.get("text")).hasToString("half");
        assertThat(((GenericRecord) row.get("error")).get("field")).hasToString("slo.deadline");
    }

    @Test
    void partsThatAreAppendedToOneAnotherAreOneFile() throws IOException {
        AvroResults results = new AvroResults(SCHEMA, COLUMNS, RequestDefaults.parsed("{}"));
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

        assertThatThrownBy(() -> new AvroResults(taken, COLUMNS, RequestDefaults.parsed("{}")))
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
