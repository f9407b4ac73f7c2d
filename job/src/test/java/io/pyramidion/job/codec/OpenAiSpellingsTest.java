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
package io.pyramidion.job.codec;

import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** What clients of the OpenAI API send: taken, ignored where that changes no text, or refused. */
class OpenAiSpellingsTest {

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    private static final GenerationRequest PLAIN = read("'prompt':'p'");

    @Test
    void nullIsAsIfLeftOutForEveryFieldThatMayBe() {
        for (Schema.Field field : GenerationRequest.getClassSchema().getFields()) {
            if (field.hasDefaultValue() && !field.name().equals("prompt")) {
                assertThat(read("'prompt':'p','" + field.name() + "':null"))
                        .as(field.name())
                        .isEqualTo(PLAIN);
            }
        }
        OpenAiFields.IGNORED.forEach(OpenAiSpellingsTest::assertNullIsNothing);
        OpenAiFields.OF_REQUESTS.keySet().forEach(OpenAiSpellingsTest::assertNullIsNothing);
        assertNullIsNothing("top_logprobs");
        assertNullIsNothing("max_completion_tokens");
        assertThat(read("'max_tokens':null,'max_completion_tokens':3").getMaxTokens()).isEqualTo(3);
        assertThat(read("'speculation':{'mode':null},'slo':{'deadline':null}").getSlo())
                .isEqualTo(read("'slo':{}").getSlo());
        assertThat(message("'content':'a','name':null,'tool_calls':null,'refusal':null"))
                .isEqualTo(ChatMessages.of("user", "a"));
    }

    private static void assertNullIsNothing(String name) {
        assertThat(read("'prompt':'p','" + name + "':null")).as(name).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'user':'u','safety_identifier':'s','prompt_cache_key':'k','prompt_cache_retention':'24h'",
                "'store':true,'service_tier':'auto','stream_options':{'include_usage':true}",
                "'prediction':{'type':'content','content':[{'type':'text','text':'x'}]}",
                "'response_format':{'type':'text'},'modalities':['text'],'verbosity':'medium'",
                "'tool_choice':'none','parallel_tool_calls':false,'tools':[],'functions':[]",
                "'tool_choice':'auto','function_call':'auto','reasoning_effort':'none'",
                "'echo':false,'best_of':1.0,'suffix':'','use_beam_search':false,'length_penalty':1.0",
                "'logprobs':false,'top_logprobs':0,'skip_special_tokens':true",
                "'num_beams':1.0,'typical_p':1.00,'no_repeat_ngram_size':0,'add_generation_prompt':true",
            })
    void takesWhatChangesNoText(String fields) {
        assertThat(read("'prompt':'p'," + fields)).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'response_format':{'type':'json_object'} | response_format | response_format is {"type":"json_object"}; allowed: {"type":"text"}
                    'modalities':['text','audio'] | modalities | modalities is ["text","audio"]; allowed: ["text"]
                    'reasoning_effort':'high' | reasoning_effort | reasoning_effort is "high"; allowed: "none"
                    'audio':{'voice':'x'} | audio | audio is {"voice":"x"}; allowed: none
                    'best_of':3 | best_of | best_of is 3; allowed: 1
                    'tool_choice':'required' | tool_choice | tool_choice is "required"; allowed: "auto", "none"
                    'tools':[{}],'tool_choice':'none' | tool_choice | tool_choice is "none"; allowed: "auto" with tools
                    'tools':[{}],'parallel_tool_calls':false | parallel_tool_calls | parallel_tool_calls is false; allowed: true with tools
                    'functions':[{'name':'f'}] | functions | functions is [{"name":"f"}]; allowed: []
                    'max_tokens':5,'max_completion_tokens':3 | max_completion_tokens | max_tokens is 5 and max_completion_tokens is 3; allowed: one of them, or both alike
                    'max_new_tokens':5,'max_completion_tokens':3 | max_completion_tokens | max_new_tokens is 5 and max_completion_tokens is 3; allowed: one of them, or both alike
                    'prompt':[1,2],'prompt_token_ids':[1,3] | prompt_token_ids | prompt is [1, 2] and prompt_token_ids is [1, 3]; allowed: one of them, or both alike
                    'logprobs':false,'top_logprobs':2 | top_logprobs | logprobs is false and top_logprobs is 2; allowed: one of them, or both alike
                    'logprobs':3,'top_logprobs':2 | top_logprobs | logprobs is 3 and top_logprobs is 2; allowed: one of them, or both alike
                    'top_logprobs':2 | top_logprobs | top_logprobs is 2 without logprobs; allowed: with logprobs true
                    'prompt':['a','b'] | prompt | prompt is ["a","b"]; allowed: a text, or a list of one text or of token ids
                    'prompt':[1,2.5] | prompt | prompt is [1,2.5]; allowed: a text, or a list of one text or of token ids
                    'prompt':[1e999999999] | prompt | prompt is [1E+999999999]; allowed: a text, or a list of one text or of token ids
                    'prompt':[4294967301] | prompt | prompt is [4294967301]; allowed: a text, or a list of one text or of token ids
                    'do_sample':false | do_sample | do_sample is false; allowed: none
                    'guided_regex':'a' | guided_regex | guided_regex is "a"; allowed: none
                    'add_special_tokens':true | add_special_tokens | add_special_tokens is true; allowed: false
                    'prompt':[] | prompt | prompt is []; allowed: a text, or a list of one text or of token ids
                    'tools':{} | tools | tools is an object; allowed: a list
                    'max_tokens':5.5 | max_tokens | max_tokens is 5.5; allowed: a whole number of 32 bits
                    'max_tokens':1e999999999 | max_tokens | max_tokens is 1e999999999; allowed: a whole number of 32 bits
                    'max_tokens':'5' | max_tokens | max_tokens is "5"; allowed: a whole number of 32 bits
                    'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'x'}}]}] | messages[0].content[0].type | messages[0].content[0].type is "image_url"; allowed: "text"
                    'messages':[{'role':'user','content':[{'text':'x'}]}] | messages[0].content[0].type | messages[0].content[0].type is missing; allowed: "text"
                    'messages':[{'role':'user','content':[{'type':'text','text':'x','bold':true}]}] | messages[0].content[0].bold | Unknown field messages[0].content[0].bold; allowed: type, text
                    'messages':[{'role':'user','content':['x']}] | messages[0].content[0] | messages[0].content[0] is "x"; allowed: an object
                    'messages':[{'role':'assistant','content':'x','refusal':'no'}] | messages[0].refusal | messages[0].refusal is "no"; allowed: none
                    'messages':[{'role':'assistant','content':'x','function_call':{}}] | messages[0].function_call | messages[0].function_call is {}; allowed: none
                    """)
    void refusesByNameWhatItCannotDo(String fields, String field, String message) {
        assertThatThrownBy(() -> read(fields))
                .asInstanceOf(type(DecodeException.class))
                .satisfies(e -> assertThat(e).hasMessage(message))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void takesTwoSpellingsThatSayTheSame() {
        assertThat(read("'max_tokens':5,'max_completion_tokens':5.0,'max_new_tokens':5"))
                .isEqualTo(read("'max_tokens':5"));
        assertThat(read("'logprobs':2,'top_logprobs':2").getLogprobs()).isEqualTo(2);
    }

    @Test
    void readsWholeNumbersThatAreWrittenWithAPoint() {
        GenerationRequest request =
                read("'max_tokens':5.0,'seed':1e3,'top_k':-1.0,'stop_token_ids':[7.0]");

        assertThat(request.getMaxTokens()).isEqualTo(5);
        assertThat(request.getSeed()).isEqualTo(1000);
        assertThat(request.getTopK()).isEqualTo(-1);
        assertThat(request.getStopTokenIds()).containsExactly(7);
    }

    @Test
    void readsLogprobsOfTheChatApi() {
        assertThat(read("'logprobs':true").getLogprobs()).isZero();
        assertThat(read("'top_logprobs':4,'logprobs':true").getLogprobs()).isEqualTo(4);
        GenerationRequest defaults = GenerationRequest.newBuilder(PLAIN).setLogprobs(3).build();
        assertThat(CODEC.decode("{\"logprobs\":false}", defaults).getLogprobs()).isNull();
    }

    @Test
    void readsPromptsOfTheCompletionsApi() {
        assertThat(read("'prompt':['p']")).isEqualTo(PLAIN);
        assertThat(read("'prompt':[1,2.0]").getPromptTokenIds()).containsExactly(1, 2);
        assertThat(read("'prompt':[[1,2]]").getPromptTokenIds()).containsExactly(1, 2);
    }

    @Test
    void joinsPartsOfTextWithNothingBetweenThem() {
        assertThat(
                        message(
                                "'content':[{'type':'text','text':'Once '},{'text':'upon','type':'text'}]"))
                .isEqualTo(ChatMessages.of("user", "Once upon"));
        assertThat(message("'content':[]").getContent()).isEmpty();
    }

    @Test
    void keepsToolsAndCallsAsTheyAre() {
        String calls = "[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";
        String tools = "[{\"type\":\"function\",\"function\":{\"x\":[1.50,1e5,null,true]}}]";
        GenerationRequest request =
                read(
                        "'tools': "
                                + tools
                                + ",'messages':[{'role':'tool','content':'c','tool_call_id':'1','name':'n'},"
                                + "{'role':'assistant','content':null,'annotations':[],'reasoning_content':'t','tool_calls': "
                                + calls
                                + "}]");

        ChatMessage call = request.getMessages().get(1);
        assertThat(call.getToolCalls()).isEqualTo(calls);
        assertThat(call.getContent()).isNull();
        assertThat(call.getReasoningContent()).isEqualTo("t");
        assertThat(request.getMessages().get(0).getToolCallId()).isEqualTo("1");
        assertThat(request.getMessages().get(0).getName()).isEqualTo("n");
        assertThat(request.getTools()).contains("1.50", "null,true");
        assertThat(CODEC.decode(CODEC.encode(request))).isEqualTo(request);
    }

    @Test
    void documentsEveryFieldThatItKnows() throws IOException {
        String page =
                Files.readString(
                        Path.of(
                                System.getProperty("pyramidion.root"),
                                "docs/operations/requests.md"));

        assertThat(OpenAiFields.IGNORED)
                .allSatisfy(name -> assertThat(page).contains(quoted(name)));
        assertThat(OpenAiFields.OF_REQUESTS.keySet())
                .allSatisfy(name -> assertThat(page).contains(quoted(name)));
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }

    private static ChatMessage message(String fields) {
        return read("'messages':[{'role':'user'," + fields + "}]").getMessages().get(0);
    }

    /** Reads JSON that is written with single quotes for legibility. */
    private static GenerationRequest read(String fields) {
        String json = "{'request_id':'r'," + fields + "}";
        return CODEC.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
