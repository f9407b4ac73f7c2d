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
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.completions.Completion;
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.DeadlineAttainment;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SloAttainment;
import io.pyramidion.schemas.TokenLogprob;
import io.pyramidion.schemas.TokenTrace;
import io.pyramidion.schemas.TopLogprob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class OpenAiRowsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT =
            row(
                    "/v1/chat/completions",
                    "{\"model\":\"tales\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"user\":\"u\",\"logprobs\":true,\"top_logprobs\":1,\"stop\":null}");
    private static final String TEXT =
            row("/v1/completions", "{\"prompt\":[\"Once\"],\"max_tokens\":3}");

    private final OpenAiMapper mapper = new OpenAiMapper(RequestDefaults.parsed("{}"));
    private final OpenAiResults results = new OpenAiResults();

    @Test
    void theOfficialClientReadsTheAnswerOfAChat() throws IOException {
        MappedRow.Asked asked = asked(CHAT);
        assertThat(asked.request().getLogprobs()).isEqualTo(1);
        ResultEnvelope result = Results.answered("c-1", "Hello \u00e9", asked.columns());
        result.getAnswer().setLogprobs(logprobs());

        JsonNode line = line(result);

        assertThat(line.get("id").textValue()).startsWith("batch_req_");
        assertThat(line.get("custom_id").textValue()).isEqualTo("c-1");
        assertThat(line.get("error").isNull()).isTrue();
        assertThat(line.at("/response/status_code").intValue()).isEqualTo(200);
        ChatCompletion chat =
                ObjectMappers.jsonMapper()
                        .readValue(line.at("/response/body").toString(), ChatCompletion.class)
                        .validate();
        assertThat(chat.choices().get(0).message().content()).contains("Hello \u00e9");
        assertThat(chat.choices().get(0).finishReason().asString()).isEqualTo("stop");
        assertThat(chat.choices().get(0).logprobs().orElseThrow().content().orElseThrow())
                .hasSize(1);
        assertThat(chat.created()).isEqualTo(Results.READ_AT / 1000);
        assertThat(chat.model()).isEqualTo("tales");
        assertThat(chat.usage().orElseThrow().totalTokens()).isEqualTo(7);
    }

    @Test
    void theOfficialClientReadsTheAnswerOfACompletion() throws IOException {
        MappedRow.Asked asked = asked(TEXT);
        assertThat(asked.request().getPrompt()).isEqualTo("Once");
        ResultEnvelope result = Results.answered("c-1", " upon", asked.columns());
        result.getAnswer().setLogprobs(logprobs());

        Completion completion =
                ObjectMappers.jsonMapper()
                        .readValue(line(result).at("/response/body").toString(), Completion.class)
                        .validate();

        assertThat(completion.choices().get(0).text()).isEqualTo(" upon");
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(3);
    }

    @Test
    void takesTokenIdsAsAPrompt() {
        String row = row("/v1/completions", "{\"prompt\":[[1,2]]}");

        assertThat(asked(row).request().getPromptTokenIds()).containsExactly(1, 2);
    }

    @Test
    void eachChoiceTellsWhoProposedItsTokens() throws IOException {
        TokenTrace first = new TokenTrace("Hel", "draft", 0.93);
        TokenTrace other = new TokenTrace("Hi", "target", null);
        ResultEnvelope result = Results.answered("c-1", "Hel", asked(CHAT).columns());
        result.getAnswer().getSpeculation().setTrace(List.of(first));
        assertThat(line(result).at("/response/body/choices/0").has("trace")).isFalse();
        result.getAnswer()
                .setChoices(
                        List.of(
                                new Choice(0, "Hel", List.of(1), "stop", null, List.of(first)),
                                new Choice(1, "Hi", List.of(2), "stop", null, List.of(other))));

        JsonNode body = line(result).at("/response/body");

        assertThat(body.at("/speculation/trace")).isEqualTo(body.at("/choices/0/trace"));
        assertThat(body.at("/choices/0/trace"))
                .hasToString("[{\"text\":\"Hel\",\"by\":\"draft\",\"p\":0.93}]");
        assertThat(body.at("/choices/1/trace"))
                .hasToString("[{\"text\":\"Hi\",\"by\":\"target\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"custom_id\":\"c-1\"| invalid_json_line",
                "{\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":{}}| missing_custom_id",
                "{\"custom_id\":7,\"method\":\"POST\"}| missing_custom_id",
                "{\"custom_id\":\"c-1\",\"method\":\"GET\",\"url\":\"/v1/completions\",\"body\":{}}| invalid_method",
                "{\"custom_id\":\"c-1\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{}}| invalid_url",
                "{\"custom_id\":\"c-1\",\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":[]}| missing_body",
            })
    void aLineThatIsAtFaultHasAnErrorWithACode(String row, String code) throws IOException {
        MappedRow.Refused refused = (MappedRow.Refused) mapper.map(Results.utf8(row), "in.jsonl:7");

        JsonNode line = line(Results.refused(refused));

        assertThat(line.get("response").isNull()).isTrue();
        assertThat(line.at("/error/code").textValue()).isEqualTo(code);
        assertThat(line.at("/error/message").textValue()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/chat/completions| {\"prompt\":\"a\"}| prompt",
                "/v1/completions| {\"messages\":[]}| messages",
                "/v1/completions| {\"prompt\":[\"a\",\"b\"]}| prompt",
                "/v1/chat/completions| {\"messages\":[],\"top_logprobs\":2}| top_logprobs",
                "/v1/completions| {\"prompt\":\"a\",\"max_tokens\":\"x\"}| max_tokens",
                "/v1/completions| {\"prompt\":\"a\",\"best_of\":3}| best_of",
            })
    void aBodyThatIsAtFaultIsAnsweredWithStatus400(String url, String body, String param)
            throws IOException {
        MappedRow.Refused refused =
                (MappedRow.Refused) mapper.map(Results.utf8(row(url, body)), "in.jsonl:7");

        JsonNode line = line(Results.refused(refused));

        assertThat(line.get("error").isNull()).isTrue();
        assertThat(line.at("/response/status_code").intValue()).isEqualTo(400);
        assertThat(line.at("/response/body/error/param").textValue()).isEqualTo(param);
        assertThat(line.at("/response/body/error/type").textValue())
                .isEqualTo("invalid_request_error");
    }

    @Test
    void whatIsNotDoneInTimeIsExpired() throws IOException {
        ResultEnvelope late = Results.answered("c-1", "half a te", asked(TEXT).columns());
        late.getAnswer().setFinishReason("deadline_exceeded");

        JsonNode line = line(late);

        assertThat(line.get("response").isNull()).isTrue();
        assertThat(line.at("/error/code").textValue()).isEqualTo("batch_expired");
    }

    @Test
    void aRowThatMissedItsOwnDeadlineIsNotTakenForTheWholeBatchs() throws IOException {
        String own =
                row("/v1/completions", "{\"prompt\":\"a\",\"slo\":{\"deadline\":1700000000000}}");
        ResultEnvelope late = Results.answered("c-1", "half a te", asked(own).columns());
        late.getAnswer().setFinishReason("deadline_exceeded");

        assertThat(line(late).at("/error/code").textValue()).isEqualTo("deadline_exceeded");
        assertThat(line(late).at("/error/message").textValue()).contains("slo.deadline");

        Instant window = Instant.ofEpochMilli(1_600_000_000_000L);
        DeadlineAttainment missed = new DeadlineAttainment(window, null, false, 0.0);
        late.getAnswer().setSlo(new SloAttainment("standard", null, null, missed, false));
        assertThat(line(late).at("/error/code").textValue()).isEqualTo("batch_expired");
    }

    @Test
    void aRowThatWaitedTooLongSaysSo() throws IOException {
        ErrorDetail waited = new ErrorDetail("wait", "slo.max_queue_ms", "The request waited");
        ResultEnvelope late = Results.refused(asked(TEXT), waited);
        late.getAnswer().setFinishReason("deadline_exceeded");

        assertThat(line(late).at("/error/code").textValue()).isEqualTo("deadline_exceeded");
        assertThat(line(late).at("/error/message").textValue()).isEqualTo("The request waited");
    }

    @Test
    void anAnswerMayBeLongerThanARow() throws IOException {
        String text = "x".repeat(RowMapper.LONGEST_ROW + 1);
        ResultEnvelope result = Results.answered("c-1", text, asked(CHAT).columns());

        assertThat(results.row(result).length).isGreaterThan(text.length());
    }

    @Test
    void readsABodyAsEveryOtherEntryReadsARequest() {
        String chat = "/v1/chat/completions";
        String body =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"%s,\"prediction\":{},\"prompt\":null}";

        assertThat(asked(row(chat, body.formatted("echo\":false"))).request().getMessages())
                .hasSize(1);
        String both = body.formatted("logprobs\":2,\"top_logprobs\":2");
        assertThat(asked(row(chat, both)).request().getLogprobs()).isEqualTo(2);
    }

    @Test
    void aWrongModelAndARepeatedIdHaveTheirCodes() throws IOException {
        ErrorDetail model = new ErrorDetail("validate", "model", "model is x; allowed: tales");
        assertThat(
                        line(Results.refused(asked(TEXT), model))
                                .at("/response/body/error/code")
                                .textValue())
                .isEqualTo("model_not_found");
        MappedRow.Refused repeated =
                (MappedRow.Refused) mapper.repeated(Results.utf8(TEXT), "in.jsonl:7");
        JsonNode line = line(Results.refused(repeated));
        assertThat(line.at("/error/code").textValue()).isEqualTo("duplicate_custom_id");
        assertThat(line.get("custom_id").textValue()).isEqualTo("c-1");
    }

    private JsonNode line(ResultEnvelope result) throws IOException {
        return JSON.readTree(new String(results.row(result), StandardCharsets.UTF_8));
    }

    private MappedRow.Asked asked(String row) {
        MappedRow mapped = mapper.map(Results.utf8(row), "in.jsonl:7");
        assertThat(mapped).isInstanceOf(MappedRow.Asked.class);
        GenerationRequest request = ((MappedRow.Asked) mapped).request();
        assertThat(request.getRequestId()).isEqualTo("c-1");
        return (MappedRow.Asked) mapped;
    }

    private static Logprobs logprobs() {
        return new Logprobs(
                List.of(
                        new TokenLogprob(
                                1,
                                "a",
                                -0.5,
                                List.of(97),
                                List.of(new TopLogprob(1, "a", -0.5, List.of(97))))));
    }

    private static String row(String url, String body) {
        return "{\"custom_id\":\"c-1\",\"method\":\"POST\",\"url\":\""
                + url
                + "\",\"body\":"
                + body
                + "}";
    }
}
