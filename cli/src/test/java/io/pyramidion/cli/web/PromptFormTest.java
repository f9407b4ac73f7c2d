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
package io.pyramidion.cli.web;

import io.pyramidion.schemas.GenerationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptFormTest {

    @Test
    void aPromptBecomesAStreamingRequest() throws Refusal {
        PromptForm form = read("{\"prompt\":\"Hi\",\"max_tokens\":9,\"temperature\":0.5}");
        assertThat(form.requests()).hasSize(1);
        GenerationRequest request = form.requests().get(0);
        assertThat(request.getRequestId()).startsWith("page-");
        assertThat(request.getMessages().get(0).getContent()).isEqualTo("Hi");
        assertThat(request.getStream()).isTrue();
        assertThat(request.getMaxTokens()).isEqualTo(9);
        assertThat(request.getTemperature()).isEqualTo(0.5);
        assertThat(request.getSpeculation().getMode()).isNull();
    }

    @Test
    void manyTimesHaveIdsOfTheirOwn() throws Refusal {
        PromptForm form =
                read("{\"prompt\":\"Hi\",\"times\":50,\"raw\":true,\"speculation\":\"off\"}");
        assertThat(form.requests().stream().map(GenerationRequest::getRequestId).distinct())
                .hasSize(50);
        assertThat(form.requests())
                .allMatch(request -> request.getPrompt().equals("Hi"))
                .allMatch(request -> request.getSpeculation().getMode().equals("off"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7 | The body is no JSON object",
                "{\"prompt\":\"a\"} {} | The body is no JSON object",
                "{\"prompt\":\"a\",\"prompt\":\"b\"} | Duplicate field 'prompt'",
                "{} | prompt has 0 characters; allowed: a text of 1 to 20000",
                "{\"prompt\":7} | prompt has 1 characters",
                "{\"prompt\":\" \"} | prompt has 1 characters",
                "{\"prompt\":\"a\",\"top_p\":1} | Field top_p is unknown; allowed: max_tokens, prompt",
                "{\"prompt\":\"a\",\"times\":0} | times is 0; allowed: 1 to 50",
                "{\"prompt\":\"a\",\"times\":51} | times is 51; allowed: 1 to 50",
                "{\"prompt\":\"a\",\"times\":1.5} | times is 1.5; allowed: 1 to 50",
                "{\"prompt\":\"a\",\"times\":\"2\"} | times is \"2\"; allowed: 1 to 50",
                "{\"prompt\":\"a\",\"raw\":1} | raw is 1; allowed: true or false",
                "{\"prompt\":\"a\",\"max_tokens\":\"x\"} | max_tokens is",
                "{\"prompt\":\"a\",\"max_tokens\":0} | max_tokens is 0; allowed: at least 1",
                "{\"prompt\":\"a\",\"temperature\":-0.1} | temperature is -0.1; allowed: 0 to 100",
                "{\"prompt\":\"a\",\"temperature\":101} | temperature is 101.0; allowed: 0 to 100",
                "{\"prompt\":\"a\",\"speculation\":\"fuzzy\"} | speculation is \"fuzzy\"; allowed: job, off",
                "{\"prompt\":\"a\",\"speculation\":{}} | speculation is {}; allowed: job, off"
            })
    void whatIsWrongIsNamed(String form, String message) {
        assertThatThrownBy(() -> read(form))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(message)
                .extracting(e -> ((Refusal) e).status())
                .isEqualTo(400);
    }

    private static PromptForm read(String form) throws Refusal {
        return PromptForm.read(form.getBytes(StandardCharsets.UTF_8));
    }
}
