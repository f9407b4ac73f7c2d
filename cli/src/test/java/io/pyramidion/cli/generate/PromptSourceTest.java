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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PromptSourceTest {

    @TempDir private Path folder;

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
        assertThat(new PromptSource(false).ofText("Hi").request().orElseThrow().getMessages())
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
                        "{'prompt':'fine'}");

        assertThat(prompts).hasSize(7);
        assertThat(prompts.get(6).request()).isPresent();
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
                        "{'prompt':'a','max_completion_tokens':5}",
                        "{'prompt':'a','session_id':'s'}",
                        "{'prompt':'a','top_logprobs':2}",
                        "{'prompt':'a','functions':[],'response_format':{'type':'text'},"
                                + "'temperature':null,'request_id':'r','stream':true,'user':'u'}");

        assertThat(prompts).hasSize(6);
        assertThat(prompts.get(5).error()).isEmpty();
        assertThat(prompts.subList(0, 5))
                .extracting(prompt -> prompt.error().orElseThrow().getMessage())
                .containsExactly(
                        at(1) + "functions is [{\"name\":\"f\"}]; allowed: []",
                        at(2)
                                + "response_format is {\"type\":\"json_object\"}; allowed:"
                                + " {\"type\":\"text\"}",
                        at(3)
                                + "max_completion_tokens is 5; allowed: none in a line, since"
                                + " generate has its options for all",
                        at(4)
                                + "session_id is \"s\"; allowed: none in a line, since"
                                + " generate has its options for all",
                        at(5)
                                + "top_logprobs is 2; allowed: none in a line, since"
                                + " generate has its options for all");
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
        return new PromptSource(raw).read(Files.writeString(folder.resolve("prompts.jsonl"), text));
    }
}
