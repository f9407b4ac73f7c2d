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
                "a{% include 'x' %} ! the tag \"include\"",
                "a{% import 'x' as y %} ! the tag \"import\"",
                "{% from 'x' import y %} ! the tag \"from\"",
                "{% extends 'x' %} ! the tag \"extends\"",
                "{% block x %}{% endblock %} ! the tag \"block\"",
                "{% autoescape true %}{% endautoescape %} ! the tag \"autoescape\"",
                "{% do x %} ! the tag \"do\"",
                "{{ 'a' | nofilter }} ! the filter \"nofilter\"",
                "{{ 'a' is notest }} ! the test \"notest\"",
                "{{ 'a' ! without its closing }}",
                "{# a ! without its closing \"#}\"",
                "{% raw %}a ! \"raw\" without its \"endraw\"",
                "{{ a ? b : c }} ! \"?\" in an expression",
                "{{ a b }} ! \"b\" where \"}}\" is expected",
                "{{ (1 }} ! \"}\" that closes nothing",
                "{{ '\\N{BULLET}' }} ! the escape \\N",
                "{{ '\\u00' }} ! the escape \\u00",
                "{{ 'a }} ! a string without its closing '",
                "{{ 99999999999999999999 }} ! an integer beyond 64 bits",
                "{% if true %}a ! \"if\" without its end",
                "{% for x in [] %}{% endif %} ! \"endif\" that closes nothing",
                "{% break %} ! \"break\" or \"continue\" outside of a \"for\"",
                "{% for x in y %}{% macro f() %}{% break %}{% endmacro %}{% endfor %} ! outside of a \"for\"",
                "{% for loop in [1] %}{% endfor %} ! an assignment to \"loop\"",
                "{% set 1 = 2 %} ! an assignment to something else than a name",
                "{% call x %}{% endcall %} ! \"call\" without a call",
                "{% macro f(a=1, b) %}{% endmacro %} ! a parameter without default",
                "{{ f(a=1, 2) }} ! arguments in this order",
                "{{ 1 is odd is even }} ! several \"is\" in a row",
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
                "{{ 'b' | random }} ! the filter \"random\"",
                "{{ 'b' | map('pprint') | list }} ! the filter \"pprint\"",
                "{{ lipsum() }} ! the function \"lipsum\"",
                "{{ 'b'.encode() }} ! \"encode\" of a value of type str",
                "{{ '{:,}'.format(1) }} ! the format",
                "{{ messages | map('upper') }} ! printing a value of type generator",
                "{{ messages.count }} ! printing a value of type function",
                "{{ 2 ** 63 }} ! an integer beyond 64 bits",
                "{{ 9223372036854775807 + 1 }} ! an integer beyond 64 bits",
                "{{ 2 ** 0.3 }} ! a power of fractions",
                "{{ strftime_now('%G') }} ! %G",
                "{{ {'a': '\\U0001FAF6'} }} ! the code point U+1FAF6, which this Java does not know",
                "{{ '\\u0870' | upper }} ! the code point U+0870",
                "{{ '\\u0870'.isalpha() }} ! the code point U+0870",
                "{{ 9223372036854775807 | round(-1) }} ! an integer beyond 64 bits",
                "{{ range(0, 9, 3)[::9223372036854775807] }} ! an integer beyond 64 bits",
                "{% set ns = namespace() %}{% set ns, ns.a = 1, 2 %} ! an assignment to \"ns\" and to an attribute",
            })
    void refusesAtRenderingWhatItCannotRender(String template, String named) {
        assertThatThrownBy(() -> template(template).render(HELLO, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(" is not supported: line 1: ")
                .hasMessageContaining(named);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{{ nofunction('a') }} ! 'nofunction' is undefined",
                "{{ 'abc'.nomethod() }} ! 'str object' has no attribute 'nomethod'",
                "{{ 'abc'.getClass() }} ! 'str object' has no attribute 'getClass'",
                "{{ messages.getClass() }} ! 'list object' has no attribute 'getClass'",
                "{{ messages.append(1) }} ! access to attribute 'append' of 'list' object is unsafe.",
                "{{ messages[0].update({}) }} ! access to attribute 'update' of 'dict' object is unsafe.",
                "{{ ''.__class__.mro }} ! access to attribute '__class__' of 'str' object is unsafe.",
                "{{ 'abc'[::0] }} ! slice step cannot be zero",
                "{% for a, b in [1] %}{% endfor %} ! 'int' object is not iterable",
                "{% for a in 5 %}{% endfor %} ! 'int' object is not iterable",
                "{{ messages | items | list }} ! Can only get item pairs from a mapping.",
                "{{ 'a' + 3 }} ! unsupported operand type(s) for +: 'str' and 'int'",
                "{{ nope + 'a' }} ! 'nope' is undefined",
                "{{ 'a' + nope }} ! 'nope' is undefined",
                "{{ messages[0].x.y }} ! 'dict object' has no attribute 'x'",
                "{{ messages[7].y }} ! list object has no element 7",
                "{{ 1 // 0 }} ! division by zero",
                "{{ range(1000000) }} ! Range too big",
                "{{ ['a', 1] | sort }} ! '<' not supported between instances of",
                "{% set messages.x = 1 %} ! cannot assign attribute on non-namespace object",
                "{% macro f() %}{% endmacro %}{{ f(1) }} ! macro 'f' takes not more than 0 argument(s)",
            })
    void failsWhereJinjaFailsAndSaysWhere(String template, String message) {
        assertThatThrownBy(() -> template(template).render(HELLO, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        " fails on messages, as it does in Python: line 1: " + message);
    }

    @Test
    void givesToolsAndDocumentsAsNoneAndLetsArgumentsHideSpecialTokens() throws IOException {
        ChatTemplate template =
                template(
                        "{{ tools is defined }}{{ tools }}{{ documents is none }}{{ bos_token }}{{ mask_token is defined }}");

        assertThat(template.render(HELLO, true)).isEqualTo("TrueNoneTrue<s>False");
        assertThat(template.render(HELLO, true, Map.of("bos_token", "B", "tools", List.of(1L))))
                .isEqualTo("True[1]TrueBFalse");
    }

    @Test
    void takesTheTemplateForToolsWhereThereAreSome() throws IOException {
        copyConfig();
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"default\", \"template\": \"plain\"},"
                        + " {\"name\": \"tool_use\", \"template\": \"tools {{ tools | length }}\"}]}");
        ChatTemplate template = ChatTemplate.of(ModelDirectory.open(directory), NOW);

        assertThat(template.render(HELLO, true)).isEqualTo("plain");
        assertThat(template.render(HELLO, true, Map.of("tools", List.of("a", "b"))))
                .isEqualTo("tools 2");
    }

    @Test
    void aModelWithATemplateForToolsOnlyServesRequestsWithToolsOnly() throws IOException {
        copyConfig();
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"tools {{ tools | length }}\"}]}");
        ChatTemplate template = ChatTemplate.of(ModelDirectory.open(directory), NOW);

        assertThat(template.render(HELLO, true, Map.of("tools", List.of("a"))))
                .isEqualTo("tools 1");
        assertThatThrownBy(() -> template.render(HELLO, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("has no chat template; send prompt instead");
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
    void newPicturesHaveNoCaseAndCodePointsThatWillNeverBeCharactersAreEscaped()
            throws IOException {
        assertThat(
                        template("{{ '\\U0001FAF6a' | upper }}{{ ['\\uFFFE'] }}{{ '\\U0001FAF6' }}")
                                .render(HELLO, true))
                .isEqualTo("\uD83E\uDEF6A['\\ufffe']\uD83E\uDEF6");
    }

    @Test
    void contentThatIsAbsentIsUndefined() throws IOException {
        ChatMessage call =
                new ChatMessage(
                        "assistant", null, Map.of("tool_calls", List.of(Map.of("id", "7"))));
        String source =
                "{% for m in messages %}{{ m.content }}|{{ m.content is defined }};{% endfor %}";

        assertThat(template(source).render(List.of(HELLO.get(0), call), true))
                .isEqualTo("Hello|True;|False;");
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
