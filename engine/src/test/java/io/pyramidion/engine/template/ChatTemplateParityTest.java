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
package io.pyramidion.engine.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.Parity;
import io.pyramidion.engine.model.ModelDirectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Templates built as those of the families render what {@code apply_chat_template} renders. */
class ChatTemplateParityTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<String> families() {
        return Parity.FAMILIES;
    }

    @ParameterizedTest
    @MethodSource("families")
    void rendersConversationsAsTransformersDoes(String family) {
        JsonNode golden = Parity.golden(family);
        LocalDateTime now = LocalDateTime.parse(golden.get("now").textValue());
        Clock clock = Clock.fixed(now.toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        ChatTemplate template =
                ChatTemplate.of(ModelDirectory.open(Parity.directory(family)), clock);
        assertThat(golden.get("conversations")).isNotEmpty();
        for (JsonNode conversation : golden.get("conversations")) {
            if (conversation.has("raised")) {
                assertThatThrownBy(() -> render(template, conversation))
                        .as(conversation.toString())
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessageEndingWith(conversation.get("raised").textValue());
            } else {
                assertThat(render(template, conversation))
                        .as(conversation.toString())
                        .isEqualTo(conversation.get("expected").textValue());
            }
        }
    }

    private static String render(ChatTemplate template, JsonNode conversation) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : conversation.get("messages")) {
            messages.add(
                    new ChatMessage(
                            message.get("role").textValue(), message.get("content").textValue()));
        }
        Map<String, Object> arguments =
                JSON.convertValue(
                        conversation.get("arguments"),
                        JSON.getTypeFactory()
                                .constructMapType(Map.class, String.class, Object.class));
        return template.render(
                messages, conversation.get("add_generation_prompt").booleanValue(), arguments);
    }
}
