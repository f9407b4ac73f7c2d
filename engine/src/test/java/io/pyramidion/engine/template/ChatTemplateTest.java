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
import io.pyramidion.engine.model.ModelDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatTemplateTest {

    private static final Path MODELS = Path.of(System.getProperty("pyramidion.root"), "models");
    private static final Clock NOW =
            Clock.fixed(
                    LocalDateTime.parse("2026-03-05T14:07:09").toInstant(ZoneOffset.UTC),
                    ZoneOffset.UTC);
    private static final List<ChatMessage> HELLO = List.of(new ChatMessage("user", "Hello"));

    @TempDir private Path directory;

    @Test
    void rendersTheBundledTemplate() {
        ChatTemplate template = ChatTemplate.of(ModelDirectory.open(MODELS.resolve("target")));
        List<ChatMessage> messages =
                List.of(
                        new ChatMessage("user", "Hello"),
                        new ChatMessage("assistant", "Hi."),
                        new ChatMessage("user", "Who?"));

        assertThat(template.render(messages, true))
                .isEqualTo(
                        "<|user|>Hello<|end|><|assistant|>Hi.<|end|><|user|>Who?<|end|><|assistant|>");
        assertThat(template.render(messages, false)).endsWith("<|user|>Who?<|end|>");
    }

    /**
     * The cases were made by {@code chat_template_cases.py}, beside the file, with jinja2 3.1.6.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void rendersLikePythonsJinja(String name, JsonNode testCase) throws IOException {
        ChatTemplate template = template(testCase.get("template").textValue());
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : testCase.get("messages")) {
            messages.add(
                    new ChatMessage(
                            message.get("role").textValue(), message.get("content").textValue()));
        }
        boolean prompt = testCase.get("add_generation_prompt").booleanValue();

        if (testCase.has("raised")) {
            assertThatThrownBy(() -> template.render(messages, prompt))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageEndingWith(testCase.get("raised").textValue());
        } else {
            assertThat(template.render(messages, prompt))
                    .isEqualTo(testCase.get("expected").textValue());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "a{% include 'x' %} ! tag \"include\"",
                "a{% import 'x' as y %} ! tag \"import\"",
                "{% raw %}a{% endraw %} ! tag \"raw\"",
                "{{ 'a' | nofilter }} ! filter \"nofilter\"",
                "{{ 'a' is notest }} ! test \"notest\"",
                "{% for x in [] %}a{% else %}b{% endfor %} ! \"else\" of a \"for\"",
                "{% for x in [1] recursive %}a{% endfor %} ! \"recursive\" in a \"for\"",
                "{{ 'a' ! without its closing }}",
                "{# a ! without its closing #}",
                "{{ a ? b : c }} ! \"?\" in an expression",
                "{{ '\\N' }} ! escape \\N",
                "{{ '\\u00' }} ! escape \\u00",
                "{% if true %}a ! \"if\" without its end",
                "{% for x in [] %}{% endif %} ! \"endif\" that closes nothing",
            })
    void refusesEveryConversationWhatWouldComeOutDifferently(String template, String named)
            throws IOException {
        ChatTemplate refusing = template("x\n" + template);
        assertThatThrownBy(() -> refusing.render(HELLO, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(" is not supported: line 2: ")
                .hasMessageContaining(named)
                .hasMessageEndingWith("send prompt instead");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{{ nofunction('a') }} ! nofunction",
                "{{ 'abc'.nomethod() }} ! nomethod",
                "{{ 'abc'.getClass() }} ! getClass",
                "{{ messages.getClass() }} ! getClass",
                "{{ messages.append(1) }} ! append",
                "{{ ''.class }} ! class",
                "{% for m in messages %}{{ loop.changed(m) }}{% endfor %} ! changed",
                "{{ 'abc'[::0] }} ! a slice with step 0",
                "{% for a, b in [1] %}{% endfor %} ! a \"for\" with 2 variables",
                "{% set m = 1 %}{% for m in [none] %}{% endfor %} ! a \"for\" that sets \"m\" to none",
                "{{ 'b' | safe }} ! the filter \"safe\"",
                "{{ [2, 1] | sort | first }} ! the filter \"sort\"",
                "{% for a in 5 %}{% endfor %} ! a \"for\" over 5",
                "{{ messages | items }} ! \"items\" of what is not a map",
                "{{ messages }} ! printing a list",
                "{{ 'a' * 3 }} ! 'a'",
                "{{ strftime_now('%G') }} ! %G",
            })
    void refusesAtRenderingWhatItCannotRender(String template, String named) {
        assertThatThrownBy(() -> template(template).render(HELLO, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not supported")
                .hasMessageContaining(named);
    }

    @Test
    void givesTheTemplateWhatElseAMessageHas() throws IOException {
        ChatMessage call =
                new ChatMessage(
                        "assistant", null, Map.of("tool_calls", List.of(Map.of("id", "7"))));
        ChatMessage result =
                new ChatMessage("tool", "12", Map.of("tool_call_id", "7", "name", "add"));
        String source =
                "{% for m in messages %}{{ m.role }}{% for c in m.tool_calls %} calls {{ c.id }}"
                        + "{% endfor %}{% if m.name %} {{ m.name }} {{ m.tool_call_id }}"
                        + "{% endif %};{% endfor %}";

        assertThat(template(source).render(List.of(HELLO.get(0), call, result), true))
                .isEqualTo("user;assistant calls 7;tool add 7;");
    }

    @Test
    void refusesUnknownRolesByPlace() {
        List<ChatMessage> messages =
                List.of(new ChatMessage("user", "a"), new ChatMessage("robot", "b"));

        assertThatThrownBy(() -> template("x").render(messages, true))
                .hasMessage(
                        "messages[1].role is robot; allowed: system, developer, user, assistant,"
                                + " tool, function")
                .extracting(e -> ((InvalidRequestException) e).field())
                .isEqualTo("messages[1].role");
        assertThatThrownBy(() -> template("x").render(List.of(new ChatMessage("user", null)), true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("messages[0].content is missing; allowed: a text");
        assertThatThrownBy(() -> template("x").render(List.of(), true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("messages is empty; allowed: 1 or more");
    }

    @Test
    void aModelWithoutTemplateAsksForAPrompt() throws IOException {
        copyConfig();

        assertThatThrownBy(
                        () -> ChatTemplate.of(ModelDirectory.open(directory)).render(HELLO, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("send prompt instead");
    }

    static List<Object[]> cases() throws IOException {
        try (InputStream file =
                ChatTemplateTest.class.getResourceAsStream("chat-template-cases.json")) {
            List<Object[]> cases = new ArrayList<>();
            for (JsonNode testCase : new ObjectMapper().readTree(file).get("cases")) {
                cases.add(new Object[] {testCase.get("name").textValue(), testCase});
            }
            return cases;
        }
    }

    private ChatTemplate template(String source) throws IOException {
        copyConfig();
        Files.writeString(directory.resolve("chat_template.jinja"), source);
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}}");
        return ChatTemplate.of(ModelDirectory.open(directory), NOW);
    }

    private void copyConfig() throws IOException {
        Files.copy(
                MODELS.resolve("draft/config.json"),
                directory.resolve("config.json"),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
