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

import com.sun.management.ThreadMXBean;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.TokenDelta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class JsonCodecTest {

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    @Test
    void readsARequest() {
        GenerationRequest request =
                read(
                        """
                        {"request_id": "r", "session_id": "s", "stream": true,
                         "messages": [{"role": "user", "content": "Once \\u00fcpon"}],
                         "temperature": 1, "top_k": 5, "seed": 9007199254740993,
                         "stop": ["."], "metadata": {"shelf": "fairy tales"},
                         "speculation": {"mode": "exact", "models": ["draft"]},
                         "slo": {"deadline": 1000}}
                        """);

        assertThat(request.getMessages()).containsExactly(ChatMessages.of("user", "Once üpon"));
        assertThat(request.getTemperature()).isEqualTo(1.0);
        assertThat(request.getSeed()).isEqualTo(9007199254740993L);
        assertThat(request.getSpeculation().getModels()).containsExactly("draft");
        assertThat(request.getSlo().getDeadline()).isEqualTo(Instant.ofEpochMilli(1000));
        assertThat(request.getMetadata()).containsEntry("shelf", "fairy tales");
        assertThat(request.getPrompt()).isNull();
    }

    @Test
    void understandsTheSpellingsOfTheOpenAiApi() {
        GenerationRequest request =
                read("{'request_id':'r','prompt':'p','stop':'.','max_completion_tokens':3}");

        assertThat(request.getStop()).isEqualTo(List.of("."));
        assertThat(request.getMaxTokens()).isEqualTo(3);
    }

    @Test
    void writesTheSchemaNamesAndLeavesNullsOut() {
        TokenDelta delta =
                new TokenDelta("r", null, 2, 5, List.of(7, 8), "wölf", null, null, null, null);

        byte[] bytes = new JsonCodec<>(TokenDelta.class).encode(delta);

        assertThat(bytes)
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        "{\"request_id\":\"r\",\"first_position\":2,\"first_character\":5,"
                                + "\"token_ids\":[7,8],\"text\":\"wölf\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'prompt':'p'} | request_id | request_id is missing; allowed: a text
                    {'request_id':7} | request_id | request_id is 7; allowed: a text
                    {'request_id':null} | request_id | request_id is null; allowed: a text
                    {'request_id':'r','temperature':'hot'} | temperature | temperature is "hot"; allowed: a number
                    {'request_id':'r','temperature':1e999} | temperature | temperature is 1e999; allowed: a number
                    {'request_id':'r','max_tokens':2.5} | max_tokens | max_tokens is 2.5; allowed: a whole number of 32 bits
                    {'request_id':'r','max_tokens':3000000000} | max_tokens | max_tokens is 3000000000; allowed: a whole number of 32 bits
                    {'request_id':'r','seed':99999999999999999999} | seed | seed is 99999999999999999999; allowed: a whole number of 64 bits
                    {'request_id':'r','stream':1} | stream | stream is 1; allowed: true or false
                    {'request_id':'r','chat_template_kwargs':{'a':1}} | chat_template_kwargs.a | chat_template_kwargs.a is 1; allowed: true or false, a text
                    {'request_id':'r','chat_template_kwargs':{'a':null}} | chat_template_kwargs.a | chat_template_kwargs.a is null; allowed: true or false, a text
                    {'request_id':'r','messages':'hi'} | messages | messages is "hi"; allowed: a list
                    {'request_id':'r','messages':[{'content':'x'}]} | messages[0].role | messages[0].role is missing; allowed: a text
                    {'request_id':'r','messages':[{'role':'user','content':{}}]} | messages[0].content | messages[0].content is an object; allowed: a text
                    {'request_id':'r','messages':[{'role':'user','content':'a'},{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':1}]}]} | messages[1].content[1].text | messages[1].content[1].text is 1; allowed: a text
                    {'request_id':'r','prompt_token_ids':[[1],[2]]} | prompt_token_ids[0] | prompt_token_ids[0] is a list; allowed: a whole number of 32 bits
                    {'request_id':'r','prompt_token_ids':[1,null]} | prompt_token_ids[1] | prompt_token_ids[1] is null; allowed: a whole number of 32 bits
                    {'request_id':'r','metadata':{'a':1}} | metadata.a | metadata.a is 1; allowed: a text
                    {'request_id':'r','stop':3} | stop | stop is 3; allowed: a list
                    {'request_id':'r','speculation':[]} | speculation | speculation is a list; allowed: an object
                    {'request_id':'r','speculation':{'tau':1}} | speculation.tau | Unknown field speculation.tau; allowed: mode, models, draft_length, qualifier_length, tau_qualifier, tau_target, divergence, prompt_lookup, force, adaptive, trace
                    {'request_id':'r','max_tokens':1,'max_completion_tokens':2} | max_completion_tokens | max_tokens is 1 and max_completion_tokens is 2; allowed: one of them, or both alike
                    {'request_id':'r','prompt':'\\ud800'} | prompt | prompt holds half of a surrogate pair; allowed: Unicode text
                    {'request_id':'r'} {} | ~~ | The value continues after its JSON object; allowed: nothing more
                    [] | ~~ | The value is not a JSON object; allowed: {...}
                    """)
    void refusesNamingTheFieldTheValueAndWhatIsAllowed(String json, String field, String message) {
        assertThatThrownBy(() -> read(json))
                .asInstanceOf(type(DecodeException.class))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field))
                .satisfies(e -> assertThat(e).hasMessage(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'request_id':'r','request_id':'s'} | Duplicate field 'request_id'
                    {'request_id':'r','temperature':NaN} | Non-standard token 'NaN'
                    {'request_id':'r', | Unexpected end-of-input
                    {'request_id':'r'} x | Unrecognized token 'x'
                    ~~ | The value is not a JSON object
                    """)
    void refusesWhatIsNoJson(String json, String problem) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesUnknownFieldsListingTheKnownOnes() {
        assertThatThrownBy(() -> read("{'request_id':'r','temprature':1}"))
                .hasMessageStartingWith("Unknown field temprature; allowed: request_id, ")
                .hasMessageContaining("temperature");
    }

    @Test
    void skipsAByteOrderMarkBeforeTheObjectAndNowhereElse() {
        String json = "{\"request_id\":\"r\"}";
        String mark = "\uFEFF";

        assertThat(read(mark + json).getRequestId()).isEqualTo("r");
        assertThat(CODEC.salvage((mark + json).getBytes(StandardCharsets.UTF_8), "request_id"))
                .contains("r");
        assertThatThrownBy(() -> read(json + mark)).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> read(mark + mark + json)).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> read(json + "\0")).isInstanceOf(DecodeException.class);
    }

    @Test
    void leavesToAnotherRecordWhatTheTextDoesNotSay() {
        GenerationRequest defaults =
                read(
                        "{'request_id':'d','max_tokens':7,'temperature':0,'stop':'.',"
                                + "'metadata':{'a':'b'},'speculation':{'mode':'exact','force':true}}");

        GenerationRequest request =
                CODEC.decode(
                        "{\"max_completion_tokens\":5,\"temperature\":null,\"stop\":[\"!\"],"
                                + "\"speculation\":{\"mode\":\"off\"}}",
                        defaults);

        assertThat(request.getRequestId()).isEqualTo("d");
        assertThat(request.getMaxTokens()).isEqualTo(5);
        assertThat(request.getTemperature()).isZero();
        assertThat(request.getStop()).containsExactly("!");
        assertThat(request.getMetadata()).containsEntry("a", "b");
        assertThat(request.getSpeculation().getMode()).isEqualTo("off");
        assertThat(request.getSpeculation().getForce()).isTrue();
        assertThat(defaults.getMaxTokens()).isEqualTo(7);
    }

    /** A path for each item would take seconds here, and a gigabyte. */
    @Test
    void readsLongListsWithoutATextForEachItem() {
        String ids = "1,".repeat(200_000) + "1";
        byte[] json =
                ("{\"request_id\":\"r\",\"prompt_token_ids\":[" + ids + "]}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] avro = new AvroCodec<>(GenerationRequest.class).encode(CODEC.decode(json));
        long before = allocated();

        CODEC.decode(json);
        new AvroWalk(avro, 10).check(GenerationRequest.getClassSchema());

        assertThat(allocated() - before).isLessThan(12_000_000);
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void refusesInvalidUtf8NamingTheByte() {
        byte[] bytes = "{\"request_id\":\"r\",\"prompt\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        bytes[27] = (byte) 0xff;

        assertThatThrownBy(() -> CODEC.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessage("The value has byte 0xff at offset 27; allowed: valid UTF-8");
        assertThat(CODEC.salvage(bytes, "request_id")).contains("r");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"request_id\":\"r\",\"metadata\":" + "[".repeat(100_000);

        assertThatThrownBy(() -> CODEC.decode(deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void salvagesTheIdOfARequestThatIsRefused() {
        byte[] bytes =
                "{\"seed\":{\"a\":[1]},\"request_id\":\"r\",".getBytes(StandardCharsets.UTF_8);

        assertThat(CODEC.salvage(bytes, "request_id")).contains("r");
        assertThat(CODEC.salvage(bytes, "session_id")).isEmpty();
        assertThat(CODEC.salvage(new byte[] {1, 2}, "request_id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'metadata':{'a':'1','b':'2'},'n':'x' | 2
                    {'n':'x','metadata':{'a':'1'} | 1
                    {'metadata':{} | 0
                    {'metadata':{'a':1,'b':'2'}} | 0
                    {'metadata':{'a':'1' | 0
                    {'metadata':'a'} | 0
                    {'n':1} | 0
                    """)
    void salvagesAMapOfTextsOrNothingOfIt(String json, int entries) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThat(CODEC.salvageMap(bytes, "metadata")).hasSize(entries);
    }

    /** Reads JSON that is written with single quotes for legibility. */
    private static GenerationRequest read(String json) {
        String text = json == null ? "" : json.contains("\"") ? json : json.replace('\'', '"');
        return CODEC.decode(text.getBytes(StandardCharsets.UTF_8));
    }
}
