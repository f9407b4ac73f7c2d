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
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.ResultEnvelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class JsonRowsTest {

    private static final Columns COLUMNS =
            new Columns("prompt", "messages", "request_id", "session_id", "");

    @Test
    void readsAndAnswersARowAndKeepsItAsItIsWritten() throws IOException {
        String row = "{ \"prompt\":\"Hi\", \"max_tokens\": 3, \"price\": 1.10, \"tags\":[1e400] }";

        MappedRow.Asked asked = asked(mapper(COLUMNS, "{}"), row);
        assertThat(asked.request().getPrompt()).isEqualTo("Hi");
        assertThat(asked.request().getMaxTokens()).isEqualTo(3);
        assertThat(asked.request().getRequestId()).isEqualTo("in.jsonl:7");

        String line = line(COLUMNS, "a \"text\"", asked.columns());
        assertThat(line)
                .startsWith(
                        "{ \"prompt\":\"Hi\", \"max_tokens\": 3, \"price\": 1.10, \"tags\":[1e400] ,\"text\":");
        JsonNode answer = new ObjectMapper().readTree(line);
        assertThat(answer.get("text").textValue()).isEqualTo("a \"text\"");
        assertThat(answer.get("finish_reason").textValue()).isEqualTo("stop");
        assertThat(answer.at("/usage/total_tokens").intValue()).isEqualTo(7);
        assertThat(answer.get("error").isNull()).isTrue();
        assertThat(answer.has("speculation")).isTrue();
    }

    @Test
    void takesColumnsByOtherNamesAndNumbersAsIds() {
        Columns columns = new Columns("question", "chat", "id", "thread", "answer_");
        String row =
                "{\"id\": 17, \"chat\": [{\"role\":\"user\",\"content\":\"Hi\"}], \"thread\": 4,"
                        + " \"prompt\": {\"of\": \"another kind\"}, \"text\": \"kept\"}";

        MappedRow.Asked asked = asked(mapper(columns, "{}"), row);

        GenerationRequest request = asked.request();
        assertThat(request.getRequestId()).isEqualTo("17");
        assertThat(request.getSessionId()).isEqualTo("4");
        assertThat(request.getMessages()).hasSize(1);
        assertThat(request.getPrompt()).isNull();
        assertThat(line(columns, "new", asked.columns()))
                .contains("\"text\": \"kept\"", "\"answer_text\":\"new\"");
    }

    @Test
    void aPromptThatIsAMessageIsAskedAsOneBehindThatOfTheSystem() {
        Columns columns =
                new Columns("q", "messages", "id", "s", "", new PromptForm(true, "Be brief."));
        RowMapper mapper = mapper(columns, "{}");

        GenerationRequest request = asked(mapper, "{\"q\":\"Hi\"}").request();

        assertThat(request.getPrompt()).isNull();
        assertThat(request.getMessages())
                .extracting(message -> message.getRole() + ": " + message.getContent())
                .containsExactly("system: Be brief.", "user: Hi");
        String own = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        assertThat(asked(mapper, own).request().getMessages()).hasSize(1);
        assertThat(mapper.map(Results.utf8("{\"q\":5}"), "x"))
                .isInstanceOf(MappedRow.Refused.class);
    }

    @Test
    void fillsInDefaultsThatTheRowDoesNotSet() {
        RowMapper mapper = mapper(COLUMNS, "{\"max_tokens\": 9, \"temperature\": 0.5}");

        GenerationRequest request = asked(mapper, "{\"prompt\":\"a\",\"temperature\":0}").request();
        assertThat(request.getMaxTokens()).isEqualTo(9);
        assertThat(request.getTemperature()).isEqualTo(0.0);
    }

    @Test
    void aRowsOwnSpellingAndItsOwnPartOfARecordGoBeforeTheDefaults() {
        RowMapper mapper =
                mapper(
                        COLUMNS,
                        "{\"max_completion_tokens\":9,\"logprobs\":true,\"top_logprobs\":2,"
                                + "\"slo\":{\"slo_class\":\"batch\",\"ttft_ms\":50}}");

        for (String alias : List.of("max_tokens", "max_completion_tokens", "max_new_tokens")) {
            String row = "{\"prompt\":\"a\",\"%s\":2}".formatted(alias);
            assertThat(asked(mapper, row).request().getMaxTokens()).isEqualTo(2);
        }
        GenerationRequest request =
                asked(mapper, "{\"prompt\":\"a\",\"slo\":{\"ttft_ms\":7}}").request();
        assertThat(request.getMaxTokens()).isEqualTo(9);
        assertThat(request.getLogprobs()).isEqualTo(2);
        assertThat(request.getSlo().getTtftMs()).isEqualTo(7);
        assertThat(request.getSlo().getSloClass()).isEqualTo("batch");
        assertThat(asked(mapper, "{\"prompt\":\"a\",\"logprobs\":false}").request().getLogprobs())
                .isNull();
    }

    @Test
    void columnsByTheNamesOfTheOpenAiApisFieldsAreReadAsSuch() {
        RowMapper mapper = mapper(COLUMNS, "{}");
        String fine =
                "{\"prompt\":\"a\",\"logprobs\":true,\"top_logprobs\":3,\"echo\":false,\"user\":5}";

        assertThat(asked(mapper, fine).request().getLogprobs()).isEqualTo(3);
        String refused = "{\"prompt\":\"a\",\"response_format\":{\"type\":\"json_object\"}}";
        assertThat(mapper.map(Results.utf8(refused), "in.jsonl:7"))
                .isInstanceOfSatisfying(
                        MappedRow.Refused.class,
                        row -> assertThat(row.error().getField()).isEqualTo("response_format"));
    }

    @Test
    void aRowThatIsNoTextIsRefusedAsInEveryOtherFile() {
        byte[] latin = "{\"prompt\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
        byte[] wide = "{\"prompt\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);
        Map<byte[], String> problems =
                Map.of(
                        latin, "The row has byte 0xe9 at offset 11; allowed: valid UTF-8",
                        surrogate, "The row has byte 0xed at offset 2; allowed: valid UTF-8",
                        wide, "The row has a NUL character at offset 1; allowed: text");
        for (RowMapper mapper :
                List.of(mapper(COLUMNS, "{}"), new OpenAiMapper(RequestDefaults.parsed("{}")))) {
            problems.forEach(
                    (row, problem) ->
                            assertThat(mapper.map(row, "in.jsonl:7"))
                                    .isInstanceOfSatisfying(
                                            MappedRow.Refused.class,
                                            refused ->
                                                    assertThat(refused.error().getMessage())
                                                            .isEqualTo(problem)));
        }
    }

    /** Files that are put together have one in their middle; all other readers pass it over. */
    @Test
    void aByteOrderMarkBeforeARowIsNoPartOfIt() {
        MappedRow.Asked asked = asked(mapper(COLUMNS, "{}"), "\uFEFF{\"prompt\":\"Hi\"}");

        assertThat(asked.request().getPrompt()).isEqualTo("Hi");
        assertThat(new String(asked.columns(), StandardCharsets.UTF_8)).startsWith("{");
    }

    @Test
    void anAnswerMayBeLongerThanARow() throws IOException {
        String text = "x".repeat(RowMapper.LONGEST_ROW + 5_000_000);

        String line = line(COLUMNS, text, Results.utf8("{\"prompt\":\"a\"}"));

        assertThat(line.length()).isGreaterThan(text.length());
    }

    @Test
    void anEmptyRowHasItsAnswerAlone() throws IOException {
        byte[] kept = mapper(COLUMNS, "{}").map(Results.utf8("{ \t}"), "in.jsonl:7").columns();

        assertThat(new ObjectMapper().readTree(line(COLUMNS, "t", kept)).get("text").textValue())
                .isEqualTo("t");
    }

    @Test
    void saysThatARowsTimeWasOver() throws IOException {
        ResultEnvelope result = Results.answered("r", "half", Results.utf8("{}"));
        result.getAnswer().setFinishReason("deadline_exceeded");

        JsonNode line = new ObjectMapper().readTree(new JsonResults(COLUMNS).row(result));

        assertThat(line.get("text").textValue()).isEqualTo("half");
        assertThat(line.at("/error/field").textValue()).isEqualTo("slo.deadline");
        assertThat(line.at("/error/line").intValue()).isEqualTo(7);
    }

    @Test
    void replacesTheRowsWishesBySpeculationsOutcome() throws IOException {
        String row = "{\"prompt\":\"a\",\"speculation\":{\"mode\":\"off\"},\"x\":2.50}";

        MappedRow.Asked asked = asked(mapper(COLUMNS, "{}"), row);

        assertThat(asked.request().getSpeculation().getMode()).isEqualTo("off");
        String line = line(COLUMNS, "t", asked.columns());
        assertThat(line).contains("\"x\":2.50").containsOnlyOnce("\"speculation\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prompt\":|  | The row is not JSON:",
                "[1]|  | The row is not a JSON object; allowed: {...}",
                "{} {}|  | The row is not JSON:",
                "{\"prompt\":\"a\",\"prompt\":\"b\"}|  | The row is not JSON: Duplicate field 'prompt'",
                "{\"prompt\":5}| prompt | prompt is 5; allowed: a text",
                "{\"prompt\":\"a\",\"max_tokens\":\"many\"}| max_tokens | max_tokens is",
                "{\"prompt\":\"a\",\"slo\":{\"x\":1}}| slo.x | Unknown field slo.x",
                "{\"prompt\":\"\\ud800\"}| prompt | prompt holds half of a surrogate pair",
                "{\"prompt\":\"a\",\"text\":\"b\"}| text | text is a column of the row and of its answer",
                "{\"prompt\":\"a\",\"n\":2,\"choices\":[]}| choices | choices is a column of the row",
            })
    void refusesARowAndSaysWhy(String row, String field, String message) throws IOException {
        MappedRow mapped = mapper(COLUMNS, "{}").map(Results.utf8(row), "in.jsonl:7");

        assertThat(mapped).isInstanceOf(MappedRow.Refused.class);
        MappedRow.Refused refused = (MappedRow.Refused) mapped;
        assertThat(refused.error().getField()).isEqualTo(field == null ? "" : field);
        assertThat(refused.error().getMessage()).startsWith(message);
        JsonNode answer =
                new ObjectMapper().readTree(new JsonResults(COLUMNS).row(Results.refused(refused)));
        assertThat(answer.at("/error/file").textValue()).isEqualTo("in.jsonl");
        assertThat(answer.at("/error/line").intValue()).isEqualTo(7);
    }

    @Test
    void refusesBytesThatAreNoTextAndRowsThatAreTooLong() {
        RowMapper mapper = mapper(COLUMNS, "{}");
        byte[] latin = "{\"prompt\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(mapper.map(latin, "x")).isInstanceOf(MappedRow.Refused.class);
        assertThat(mapper.map(new byte[RowMapper.LONGEST_ROW + 1], "x"))
                .isInstanceOfSatisfying(
                        MappedRow.Refused.class,
                        refused ->
                                assertThat(refused.error().getMessage())
                                        .isEqualTo(
                                                "The row is too long; allowed: at most 16777216"
                                                        + " bytes"));
    }

    private static RowMapper mapper(Columns columns, String defaults) {
        return new JsonMapper(columns, RequestDefaults.parsed(defaults));
    }

    private static MappedRow.Asked asked(RowMapper mapper, String row) {
        return (MappedRow.Asked) mapper.map(Results.utf8(row), "in.jsonl:7");
    }

    private static String line(Columns columns, String text, byte[] kept) {
        byte[] line = new JsonResults(columns).row(Results.answered("r", text, kept));
        return new String(line, StandardCharsets.UTF_8);
    }
}
