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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.cli.kafka.Answers;
import io.pyramidion.cli.kafka.FeedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerEventsTest {

    @Test
    void aDeltaHasWhatThePageShows() {
        assertThat(AnswerEvents.of(Answers.delta("a", 3, 2, 9, "<b>\n")))
                .isEqualTo(
                        new PageEvent(
                                PageEvent.Kind.DELTA,
                                "{\"request_id\":\"a\",\"first_position\":3,"
                                        + "\"first_character\":9,\"text\":\"<b>\\n\",\"tokens\":2}"));
    }

    @Test
    void aResultHasItsNumbersAndNotItsTokenIds() throws JsonProcessingException {
        JsonNode result = read(AnswerEvents.of(Answers.result("a", "She was")));
        assertThat(result.at("/text").asText()).isEqualTo("She was");
        assertThat(result.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(result.at("/timings/ttft_ms").asDouble()).isEqualTo(20);
        assertThat(result.at("/speculation/rounds").asInt()).isEqualTo(2);
        assertThat(result.has("token_ids")).isFalse();
    }

    @Test
    void ofALongTextTheStartIsTold() throws JsonProcessingException {
        // An emoji is two chars: the cut would go through the middle of one.
        String text = "x" + "\uD83D\uDE00".repeat(100_000);
        PageEvent event = AnswerEvents.of(Answers.result("a", text));
        assertThat(event.data()).hasSizeLessThan(AnswerEvents.MAX_LENGTH);
        JsonNode result = read(event);
        assertThat(result.path("cut").asBoolean()).isTrue();
        assertThat(result.path("text").asText()).endsWith("\uD83D\uDE00…");
        assertThat(text).startsWith(result.path("text").asText().replace("…", ""));
    }

    @Test
    void ofALongErrorTheStartIsTold() throws JsonProcessingException {
        PageEvent event = AnswerEvents.of(Answers.failure("a", "no ".repeat(100_000)));
        assertThat(event.data()).hasSizeLessThan(AnswerEvents.MAX_LENGTH);
        assertThat(read(event).at("/error/message").asText()).startsWith("no no ").endsWith("…");
        assertThat(read(event).at("/error/field").asText()).isEqualTo("temperature");
    }

    @Test
    void whatIsRefusedOrForeignIsToldInWords() {
        assertThat(AnswerEvents.of(new FeedEvent.Refused("top_p is 7")).data())
                .isEqualTo("{\"reason\":\"Refused: top_p is 7\"}");
        assertThat(AnswerEvents.of(new FeedEvent.Foreign("deltas-0@5: no JSON")).data())
                .isEqualTo("{\"reason\":\"Skipped: deltas-0@5: no JSON\"}");
    }

    private static JsonNode read(PageEvent event) throws JsonProcessingException {
        return new ObjectMapper().readTree(event.data());
    }
}
