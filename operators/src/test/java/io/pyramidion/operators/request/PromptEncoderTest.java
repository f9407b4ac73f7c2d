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
package io.pyramidion.operators.request;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.template.ChatTemplate;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptEncoderTest {

    private static final String TEMPLATE =
            "{% for m in messages %}{{ m.content }};{% endfor %}"
                    + "{{ 'short' if enable_thinking is false else 'long' }} {{ tone }}";

    private static final String CALLS =
            "{%% for m in messages %%}{%% for c in m.tool_calls or [] %%}{{ %s }}{%% endfor %%}{%% endfor %%}";

    @TempDir private Path directory;

    @Test
    void handsTheRequestsArgumentsToTheTemplate() throws IOException {
        assertThat(text(Map.of("enable_thinking", false, "tone", "kind")))
                .isEqualTo("before;now;short kind");
        assertThat(text(Map.of("messages", "hidden"))).isEqualTo("before;now;long ");
        assertThat(text(null)).isEqualTo("before;now;long ");
    }

    @Test
    void handsToolsAndCallsToTheTemplateAndRefusesToolsThatItDoesNotWrite() throws IOException {
        GenerationRequest request =
                GenerationRequest.newBuilder()
                        .setRequestId("r")
                        .setMessages(
                                List.of(
                                        ChatMessages.of("user", "add"),
                                        ChatMessage.newBuilder()
                                                .setRole("assistant")
                                                .setToolCalls(
                                                        "[{\"function\":{\"name\":\"add\","
                                                                + "\"arguments\":\"{\\\"a\\\":7}\"}}]")
                                                .build(),
                                        ChatMessage.newBuilder()
                                                .setRole("tool")
                                                .setContent("9")
                                                .setName("sum")
                                                .build()))
                        .setTools("[{\"function\":{\"name\":\"add\"}}]")
                        .build();

        assertThat(
                        text(
                                "{% for t in tools %}{{ t.function.name }}! {% endfor %}"
                                        + "{% for m in messages %}{{ m.role }} {{ m.name or '' }}"
                                        + "{% for c in m.tool_calls or [] %}"
                                        + "{{ c.function.arguments.a }}{% endfor %};{% endfor %}",
                                request))
                .isEqualTo("add! user ;user ;assistant 7;tool sum;");
        assertThatThrownBy(() -> text("{% for m in messages %}{{ m.role }}{% endfor %}", request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("tools is set, but the model's chat template writes none");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "c.function.arguments | tojson ! {\"a\": 7}",
                "c.function | tojson ! {\"name\": \"add\", \"arguments\": {\"a\": 7}}",
                "c.function.arguments.a ! 7",
                "c.function.arguments.items() | list ! [('a', 7)]",
                "'x' if c.function.arguments is string else c.function.arguments | tojson ! {\"a\": 7}",
                "c.function.arguments ! {\"a\":7}",
                "c.function.arguments | string | length ! 7",
                "'args ' + c.function.arguments ! args {\"a\":7}",
                "c.function.arguments + ' args' ! {\"a\":7} args",
                "'args ' ~ c.function.arguments ! args {\"a\":7}",
                "'args %s' % c.function.arguments ! args {\"a\":7}",
                "c.function.arguments.replace('7', '8') ! {\"a\":8}",
                "c.function.arguments[1:4] ! \"a\"",
            })
    void argumentsOfACallServeTemplatesThatWantTheObjectAndThoseThatWantTheText(
            String use, String written) throws IOException {
        assertThat(text(CALLS.formatted(use), withCall(null))).isEqualTo(written);
    }

    @Test
    void refusesATemplateThatFailsOnArgumentsOfEitherKind() {
        assertThatThrownBy(() -> text(CALLS.formatted("7 + c.function.arguments"), withCall(null)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'int' and 'dict'");
    }

    @Test
    void rendersWithToolsFirstWhateverTheTemplateDoesWithoutThem() throws IOException {
        GenerationRequest request = withCall("[{\"function\":{\"name\":\"add\"}}]");

        assertThat(text("{{ tools | length }} tools", request)).isEqualTo("1 tools");
        assertThat(
                        text(
                                "{% if not tools %}{{ raise_exception('no tools') }}{% endif %}"
                                        + "{{ tools[0].function.name }}",
                                request))
                .isEqualTo("add");
    }

    @Test
    void refusesWhatIsFarTooLongByItsCharactersAndNothingThatFits() throws IOException {
        ModelDirectory model = ModelDirectory.open(BundledFamily.target());
        try (Tokenizer tokenizer = Tokenizer.open(model)) {
            String text = "The fox went home. ".repeat(400);
            int[] ids = tokenizer.encode(text, false);
            GenerationRequest request =
                    GenerationRequest.newBuilder().setRequestId("r").setPrompt(text).build();
            ChatTemplate template = ChatTemplate.of(model);

            assertThat(
                            new PromptEncoder(tokenizer, template, ids.length)
                                    .encode(request, List.of()))
                    .isEqualTo(ids);
            assertThatThrownBy(
                            () ->
                                    new PromptEncoder(tokenizer, template, 100)
                                            .encode(request, List.of()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageMatching(
                            "The prompt has 7600 characters, so at least \\d+ tokens; allowed: at"
                                    + " most 99, the context of 100 tokens minus one");
        }
    }

    private static GenerationRequest withCall(String tools) {
        return GenerationRequest.newBuilder()
                .setRequestId("r")
                .setMessages(
                        List.of(
                                ChatMessage.newBuilder()
                                        .setRole("assistant")
                                        .setToolCalls(
                                                "[{\"function\":{\"name\":\"add\","
                                                        + "\"arguments\":\"{\\\"a\\\":7}\"}}]")
                                        .build()))
                .setTools(tools)
                .build();
    }

    private String text(Map<String, Object> arguments) throws IOException {
        return text(
                TEMPLATE,
                GenerationRequest.newBuilder()
                        .setRequestId("r")
                        .setMessages(List.of(ChatMessages.of("user", "now")))
                        .setChatTemplateKwargs(arguments)
                        .build());
    }

    private String text(String source, GenerationRequest request) throws IOException {
        Files.writeString(directory.resolve("chat_template.jinja"), source);
        Files.write(
                directory.resolve("config.json"),
                Files.readAllBytes(BundledFamily.target().resolve("config.json")));
        ChatTemplate template = ChatTemplate.of(ModelDirectory.open(directory));
        try (Tokenizer tokenizer = Tokenizer.open(ModelDirectory.open(BundledFamily.target()))) {
            List<ChatMessage> history = List.of(ChatMessages.of("user", "before"));
            return tokenizer.decode(
                    new PromptEncoder(tokenizer, template, 1024).encode(request, history));
        }
    }
}
