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
package io.pyramidion.cli.generate;

import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class PromptSourceTest {

    private static final GenerationRequest DEFAULTS =
            GenerationRequest.newBuilder()
                    .setRequestId("")
                    .setN(3)
                    .setMaxTokens(9)
                    .setSeed(0L)
                    .build();

    /** Of every field that a line may have: a value, and what it becomes. */
    private static final Map<String, String> FIELDS =
            Map.ofEntries(
                    Map.entry("request_id", "'r' ignored"),
                    Map.entry("session_id", "'s' refused"),
                    Map.entry("model", "'m' ignored"),
                    Map.entry("prompt", "'p' taken"),
                    Map.entry("messages", "[{'role':'user','content':'x'}] taken"),
                    Map.entry("prompt_token_ids", "[1] taken"),
                    Map.entry("chat_template_kwargs", "{'a':true} taken"),
                    Map.entry("tools", "[{'type':'function'}] taken"),
                    Map.entry("stream", "true ignored"),
                    Map.entry("speculation", "{'mode':'OFF'} refused"),
                    Map.entry("slo", "{'slo_class':'batch'} ignored"),
                    Map.entry("n", "1 taken"),
                    Map.entry("cancel", "true refused"),
                    Map.entry("metadata", "{'a':'b'} ignored"),
                    Map.entry("max_tokens", "5 taken"),
                    Map.entry("min_tokens", "1 taken"),
                    Map.entry("temperature", "0.5 taken"),
                    Map.entry("top_p", "0.5 taken"),
                    Map.entry("top_k", "5 taken"),
                    Map.entry("min_p", "0.5 taken"),
                    Map.entry("seed", "5 taken"),
                    Map.entry("stop", "'x' taken"),
                    Map.entry("stop_token_ids", "[5] taken"),
                    Map.entry("ignore_eos", "true taken"),
                    Map.entry("presence_penalty", "0.5 taken"),
                    Map.entry("frequency_penalty", "0.5 taken"),
                    Map.entry("repetition_penalty", "1.5 taken"),
                    Map.entry("logit_bias", "{'5':1} taken"),
                    Map.entry("allowed_token_ids", "[5] taken"),
                    Map.entry("banned_token_ids", "[5] taken"),
                    Map.entry("bad_words", "['x'] taken"),
                    Map.entry("logprobs", "2 taken"));

    @TempDir private Path folder;

    @Test
    void everyFieldOfARequestIsTakenOrRefusedByNameOrChangesNoText() throws IOException {
        assertThat(GenerationRequest.getClassSchema().getFields())
                .extracting(Schema.Field::name)
                .containsExactlyInAnyOrderElementsOf(FIELDS.keySet());
        for (Map.Entry<String, String> field : FIELDS.entrySet()) {
            String name = field.getKey();
            String value = field.getValue().replaceFirst(" [a-z]+$", "");
            String without =
                    switch (name) {
                        case "prompt", "prompt_token_ids", "messages" -> "";
                        default -> "'messages':[{'role':'user','content':'now'}],";
                    };
            PromptSource.Prompt prompt =
                    read(true, "{" + without + "'" + name + "':" + value + "}").get(0);
            String verdict = field.getValue().replaceFirst(".* ", "");

            if (verdict.equals("refused")) {
                assertThat(prompt.error().orElseThrow().field())
                        .isEqualTo(name.equals("speculation") ? "speculation.mode" : name);
            } else {
                assertThat(prompt.error()).as(name).isEmpty();
                assertThat(
                                Objects.equals(
                                        prompt.request().orElseThrow().get(name),
                                        DEFAULTS.get(name)))
                        .as(name)
                        .isEqualTo(verdict.equals("ignored") && !name.equals("request_id"));
            }
        }
    }

    @Test
    void whatALineSaysGoesBeforeTheOptions() throws IOException {
        List<PromptSource.Prompt> prompts =
                read(
                        true,
                        "{'prompt':'a'}",
                        "{'prompt':'a','n':1,'max_completion_tokens':2,'user':'u','store':true}",
                        "{'prompt':'a','n':null,'max_tokens':null,'service_tier':'auto'}");

        assertThat(prompts)
                .extracting(prompt -> prompt.request().orElseThrow())
                .extracting(GenerationRequest::getN, GenerationRequest::getMaxTokens)
                .containsExactly(tuple(3, 9), tuple(1, 2), tuple(3, 9));
    }

    @Test
    void everyNumberOfALineStaysAsItIsWritten() throws IOException {
        List<PromptSource.Prompt> prompts =
                read(
                        true,
                        "{'prompt':'a','seed':9007199254740993.0}",
                        "{'prompt':'a','max_tokens':1e999999999}",
                        "{'prompt':[1e999999999]}");

        assertThat(prompts.get(0).request().orElseThrow().getSeed()).isEqualTo(9007199254740993L);
        assertThat(prompts.get(1).error().orElseThrow())
                .hasMessageContaining("max_tokens is 1E+999999999; allowed: a whole number");
        assertThat(prompts.get(2).error().orElseThrow())
                .hasMessageContaining("prompt is [1E+999999999]; allowed: a text, or a list");
    }

    @Test
    void readsPromptsInEveryFormOfARequest() throws IOException {
        List<PromptSource.Prompt> prompts =
                read(
                        true,
                        "{'prompt':'Once','answer':7}",
                        "{'prompt_token_ids':[1,2]}",
                        "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}],'prompt':null}");

        assertThat(prompts).allSatisfy(prompt -> assertThat(prompt.error()).isEmpty());
        assertThat(prompts.get(0).request().orElseThrow().getPrompt()).isEqualTo("Once");
        assertThat(prompts.get(1).request().orElseThrow().getPromptTokenIds())
                .containsExactly(1, 2);
        assertThat(prompts.get(2).request().orElseThrow().getMessages())
                .containsExactly(ChatMessages.of("user", "Hi"));
    }

    @Test
    void aTextIsWhatAUserSaysUnlessRaw() throws IOException {
        assertThat(read(false, "{'prompt':'Once'}").get(0).request().orElseThrow().getMessages())
                .containsExactly(ChatMessages.of("user", "Once"));
        assertThat(
                        new PromptSource(false, DEFAULTS)
                                .ofText("Hi")
                                .request()
                                .orElseThrow()
                                .getMessages())
                .containsExactly(ChatMessages.of("user", "Hi"));
    }

    @Test
    void makesABadLineAPromptWithAnErrorThatNamesFileAndLine() throws IOException {
        List<PromptSource.Prompt> prompts =
                read(
                        true,
                        "{'prompt':'a'}{'prompt':'b'}",
                        "{'prompt':'a','prompt':'b'}",
                        "{'prompt':7}",
                        "{'answer':7}",
                        "{'prompt':'a','messages':[]}",
                        "{'messages':[{'role':'robot','content':'x'}]}",
                        "{'prompt':'fine'}",
                        "id,question");

        assertThat(prompts).hasSize(8);
        assertThat(prompts.get(6).request()).isPresent();
        assertThat(prompts.get(7).error().orElseThrow().getMessage())
                .isEqualTo(
                        at(8)
                                + "the line is id,question; allowed: a JSON object such as"
                                + " {\"prompt\": \"Hi\"}");
        assertThat(prompts.subList(0, 6))
                .extracting(prompt -> prompt.error().orElseThrow().getMessage())
                .containsExactly(
                        at(1) + "The value continues after its JSON object; allowed: nothing more",
                        at(2) + "The value is not JSON: Duplicate field 'prompt'",
                        at(3) + "prompt is 7; allowed: a text",
                        at(4)
                                + "0 of prompt, messages, prompt_token_ids are set; allowed: exactly"
                                + " one",
                        at(5)
                                + "2 of prompt, messages, prompt_token_ids are set; allowed: exactly"
                                + " one",
                        at(6)
                                + "messages[0].role is robot; allowed: system, developer, user,"
                                + " assistant, tool, function");
    }

    @Test
    void refusesWhatWouldChangeTheTextAndIsNotKept() throws IOException {
        List<PromptSource.Prompt> prompts =
                read(
                        false,
                        "{'prompt':'a','functions':[{'name':'f'}]}",
                        "{'prompt':'a','response_format':{'type':'json_object'}}",
                        "{'prompt':'a','n':0}",
                        "{'prompt':'a','session_id':'s'}",
                        "{'prompt':'a','top_logprobs':2}",
                        "{'prompt':'a','bad_words':['']}",
                        "{'prompt':'a','functions':[],'response_format':{'type':'text'},"
                                + "'temperature':null,'request_id':7,'stream':true,'user':'u'}");

        assertThat(prompts).hasSize(7);
        assertThat(prompts.get(6).error()).isEmpty();
        assertThat(prompts.subList(0, 6))
                .extracting(prompt -> prompt.error().orElseThrow().getMessage())
                .containsExactly(
                        at(1) + "functions is [{\"name\":\"f\"}]; allowed: []",
                        at(2)
                                + "response_format is {\"type\":\"json_object\"}; allowed:"
                                + " {\"type\":\"text\"}",
                        at(3) + "n is 0; allowed: 1 to 16",
                        at(4)
                                + "session_id is \"s\"; allowed: none, since generate keeps no"
                                + " sessions",
                        at(5) + "top_logprobs is 2 without logprobs; allowed: with logprobs true",
                        at(6)
                                + "bad_words[0] has 0 characters; allowed: 1 to 100, not only"
                                + " spaces");
    }

    @Test
    void aLineMaySayOfSpeculationWhetherToTrace() throws IOException {
        List<PromptSource.Prompt> prompts =
                read(
                        false,
                        "{'prompt':'a','speculation':{'trace':true,'mode':null}}",
                        "{'prompt':'a','speculation':null}",
                        "{'prompt':'a','speculation':{'trace':true,'mode':'off'}}",
                        "{'prompt':'a','speculation':{'trace':1}}",
                        "{'prompt':'a','speculation':true}");

        assertThat(prompts.get(0).request().orElseThrow().getSpeculation().getTrace()).isTrue();
        assertThat(prompts.get(1).request().orElseThrow().getSpeculation()).isNull();
        assertThat(prompts.subList(2, 5))
                .extracting(prompt -> prompt.error().orElseThrow().getMessage())
                .containsExactly(
                        at(3)
                                + "speculation.mode is \"off\"; allowed: none in a line, since"
                                + " generate has its options for all",
                        at(4) + "speculation.trace is 1; allowed: true or false",
                        at(5) + "speculation is true; allowed: an object");
    }

    private String at(int line) {
        return folder.resolve("prompts.jsonl") + ", line " + line + ": ";
    }

    private List<PromptSource.Prompt> read(boolean raw, String... lines) throws IOException {
        String text = String.join("\n", lines).replace('\'', '"');
        return new PromptSource(raw, DEFAULTS)
                .read(Files.writeString(folder.resolve("prompts.jsonl"), text));
    }
}
