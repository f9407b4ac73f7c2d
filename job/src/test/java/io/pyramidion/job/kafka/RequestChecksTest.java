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
package io.pyramidion.job.kafka;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.GenerationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class RequestChecksTest {

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);
    private static final RequestLimits LIMITS =
            new RequestLimits(
                    "tales",
                    Set.of(ModelRole.DRAFT, ModelRole.QUALIFIER),
                    SpeculationSettings.lossless(SpeculationMode.EXACT, 4, 8),
                    256);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'prompt':'p'",
                "'prompt':'p','model':'tales','temperature':0.8,'top_p':0.9,'top_k':-1,'min_p':0.1",
                "'prompt_token_ids':[0,1],'n':16,'presence_penalty':0,'repetition_penalty':1.0",
                "'messages':[{'role':'user','content':'hi'}],'session_id':'s'",
                "'prompt':'p','presence_penalty':-2,'frequency_penalty':2,'repetition_penalty':1.3",
                "'prompt':'p','logit_bias':{'17':-100,'3':2.5},'bad_words':['x'],'logprobs':20",
                "'prompt':'p','allowed_token_ids':[1,1],'banned_token_ids':[],'logprobs':0",
                "'messages':[{'role':'user','content':'hi'}],'chat_template_kwargs':{'a':true,'b':'c'}",
                "'prompt':'p','speculation':{'mode':'exact','models':['draft'],'draft_length':4}",
                "'prompt':'p','speculation':{'mode':'off','models':[]}",
                "'prompt':'p','slo':{'slo_class':'batch','deadline':5,'max_queue_ms':1}",
                "'prompt':'p','slo':{'ttft_ms':1,'tpot_ms':86400000,'max_queue_ms':60000}",
                "'prompt':'p','slo':{'slo_class':'interactive','deadline':5,'shed':true}",
                "'prompt':'p','speculation':{'mode':'exact','adaptive':false}",
                "'prompt':'p','cancel':false",
                "'messages':[{'role':'developer','content':'d'},{'role':'user','content':'u','name':'n'},"
                        + "{'role':'assistant','tool_calls':[{'id':'1','function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'1','content':''}],'tools':[{'type':'function'}]",
                "'cancel':true,'session_id':'s','metadata':{'why':'changed my mind'}",
            })
    void acceptsWhatTheJobCanServe(String fields) {
        assertThatCode(() -> check(LIMITS, fields)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'seed':1 | prompt | 0 of prompt, messages, prompt_token_ids are set; allowed: exactly one
                    'prompt':'p','prompt_token_ids':[1] | prompt | 2 of prompt, messages, prompt_token_ids are set; allowed: exactly one
                    'prompt':'' | prompt | prompt is empty; allowed: at least one character
                    'messages':[] | messages | messages is empty; allowed: at least one message with content
                    'messages':[{'role':'user','content':''}] | messages | messages is empty; allowed: at least one message with content
                    'messages':[{'role':'robot','content':'x'}] | messages[0].role | messages[0].role is robot; allowed: system, developer, user, assistant, tool, function
                    'messages':[{'role':'user','content':'x'},{'role':'user'}] | messages[1].content | messages[1].content is missing; allowed: a text
                    'messages':[{'role':'user','content':null}] | messages[0].content | messages[0].content is missing; allowed: a text
                    'messages':[{'role':'assistant','tool_calls':[7]}] | messages[0].tool_calls | messages[0].tool_calls is [7]; allowed: a list of objects
                    'messages':[{'role':'assistant','tool_calls':[{'function':{'arguments':'no'}}]}] | messages[0].tool_calls[0].function.arguments | messages[0].tool_calls[0].function.arguments is no; allowed: a JSON object
                    'messages':[{'role':'user','content':'x'}],'tools':['add'] | tools | tools is ["add"]; allowed: a list of objects
                    'prompt':'p','tools':[{}] | tools | tools is set without messages; allowed: only with messages
                    'messages':[{'role':'user','content':'x'}],'chat_template_kwargs':{'add_generation_prompt':false} | chat_template_kwargs | chat_template_kwargs sets add_generation_prompt, which the template gets already; allowed: other names
                    'messages':[{'role':'user','content':'x'}],'chat_template_kwargs':{'documents':'abc'} | chat_template_kwargs | chat_template_kwargs sets documents, a list, which is not supported yet; allowed: other names
                    'prompt_token_ids':[] | prompt_token_ids | prompt_token_ids is empty; allowed: at least one token id
                    'prompt_token_ids':[5,-1] | prompt_token_ids | prompt_token_ids[1] is -1; allowed: at least 0
                    'prompt':'p','chat_template_kwargs':{} | chat_template_kwargs | chat_template_kwargs is set without messages; allowed: only with messages
                    'prompt':'p','session_id':'s' | session_id | session_id is set without messages; allowed: only with messages
                    'messages':[{'role':'user','content':'x'}],'session_id':'' | session_id | session_id is empty; allowed: 1 to 256 characters
                    'prompt':'p','model':'other' | model | model is other; allowed: tales
                    'prompt':'p','temperature':-1 | temperature | temperature is -1.0; allowed: 0 to 100
                    'prompt':'p','top_p':0 | top_p | top_p is 0.0; allowed: above 0, at most 1
                    'prompt':'p','top_k':-2 | top_k | top_k is -2; allowed: -1 or 0 (all), or at least 1
                    'prompt':'p','min_p':2 | min_p | min_p is 2.0; allowed: 0 to 1
                    'prompt':'p','max_tokens':0 | max_tokens | max_tokens is 0; allowed: at least 1
                    'prompt':'p','max_tokens':2,'min_tokens':3 | min_tokens | min_tokens is 3; allowed: at most max_tokens, which is 2
                    'prompt':'p','stop':'' | stop | stop is ""; allowed: texts of at least one character
                    'prompt':'p','stop_token_ids':[-7] | stop_token_ids | stop_token_ids[0] is -7; allowed: at least 0
                    'prompt':'p','slo':{'slo_class':'bulk'} | slo.slo_class | slo.slo_class is bulk; allowed: interactive, standard, batch
                    'prompt':'p','slo':{'max_queue_ms':0} | slo.max_queue_ms | slo.max_queue_ms is 0; allowed: at least 1
                    'prompt':'p','slo':{'deadline':0} | slo.deadline | slo.deadline is 0; allowed: milliseconds since the epoch, at least 1
                    'prompt':'p','slo':{'ttft_ms':0} | slo.ttft_ms | slo.ttft_ms is 0; allowed: 1 to 86400000
                    'prompt':'p','slo':{'ttft_ms':86400001} | slo.ttft_ms | slo.ttft_ms is 86400001; allowed: 1 to 86400000
                    'prompt':'p','slo':{'tpot_ms':-5} | slo.tpot_ms | slo.tpot_ms is -5; allowed: 1 to 86400000
                    'prompt':'p','cancel':true | prompt | prompt is set together with cancel; allowed: request_id, session_id, metadata
                    'session_id':'','cancel':true | session_id | session_id is empty; allowed: 1 to 256 characters
                    'prompt':'p','n':17 | n | n is 17; allowed: 1 to 16
                    'prompt':'p','n':0 | n | n is 0; allowed: 1 to 16
                    'messages':[{'role':'user','content':'x'}],'session_id':'s','n':2 | n | n is 2 in a session; allowed: 1, since one text continues the session
                    'prompt':'p','presence_penalty':2.5 | presence_penalty | presence_penalty is 2.5; allowed: -2.0 to 2.0
                    'prompt':'p','frequency_penalty':-3 | frequency_penalty | frequency_penalty is -3.0; allowed: -2.0 to 2.0
                    'prompt':'p','repetition_penalty':0 | repetition_penalty | repetition_penalty is 0.0; allowed: 0.01 to 100.0
                    'prompt':'p','logit_bias':{'17':101} | logit_bias | logit_bias of token 17 is 101.0; allowed: -100.0 to 100.0
                    'prompt':'p','logit_bias':{'cat':1} | logit_bias | logit_bias has key cat; allowed: token ids, for example 17
                    'prompt':'p','allowed_token_ids':[] | allowed_token_ids | allowed_token_ids is empty; allowed: at least one token id
                    'prompt':'p','allowed_token_ids':[1,-2] | allowed_token_ids | allowed_token_ids[1] is -2; allowed: at least 0
                    'prompt':'p','banned_token_ids':[-2] | banned_token_ids | banned_token_ids[0] is -2; allowed: at least 0
                    'prompt':'p','bad_words':['x',' '] | bad_words | bad_words[1] has 1 characters; allowed: 1 to 100, not only spaces
                    'prompt':'p','logprobs':21 | logprobs | logprobs is 21; allowed: 0 to 20
                    'prompt':'p','speculation':{'mode':'fuzzy'} | speculation.mode | speculation.mode is fuzzy; allowed: off, exact
                    'prompt':'p','speculation':{'mode':'fast'} | speculation.mode | speculation.mode is fast; allowed: off, exact
                    'prompt':'p','speculation':{'models':['target']} | speculation.models | speculation.models is target; allowed: any of draft, qualifier
                    'prompt':'p','speculation':{'mode':'off','adaptive':true} | speculation.adaptive | speculation.adaptive is true; allowed: false in mode off, where nothing is proposed
                    'prompt':'p','speculation':{'draft_length':5} | speculation.draft_length | speculation.draft_length is 5; allowed: 1 to 4
                    'prompt':'p','speculation':{'tau_target':1} | speculation.tau_target | speculation.tau_target is 1.0; allowed: only in modes assisted and fuzzy
                    'prompt':'p','speculation':{'qualifier_length':0} | speculation.qualifier_length | speculation.qualifier_length is 0; allowed: 1 to 8
                    """)
    void refusesNamingTheFieldTheValueAndWhatIsAllowed(
            String fields, String field, String message) {
        assertThatThrownBy(() -> check(LIMITS, fields))
                .asInstanceOf(type(InvalidRequestException.class))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field))
                .satisfies(e -> assertThat(e).hasMessage(message));
    }

    @Test
    void leavesToTheModelWhatItsDefaultsMayAllow() {
        RequestLimits models =
                new RequestLimits(
                        "tales",
                        Set.of(),
                        SpeculationSettings.lossless(SpeculationMode.EXACT, 4, 8),
                        ChainSettings.MODELS_MAX_TOKENS);

        assertThatCode(() -> check(models, "'prompt':'p','min_tokens':300"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(LIMITS, "'prompt':'p','min_tokens':300"))
                .hasMessage("min_tokens is 300; allowed: at most max_tokens, which is 256");
    }

    @Test
    void refusesModelsThatTheJobDoesNotHave() {
        RequestLimits alone =
                new RequestLimits(
                        "tales",
                        Set.of(),
                        SpeculationSettings.lossless(SpeculationMode.EXACT, 4, 8),
                        256);

        assertThatThrownBy(() -> check(alone, "'prompt':'p','speculation':{'models':['draft']}"))
                .hasMessage(
                        "speculation.models is draft; allowed: none, since the job has only"
                                + " the target");
    }

    @Test
    void refusesIdsThatAreEmptyOrTooLong() {
        assertThatThrownBy(() -> check("", "'prompt':'p'"))
                .hasMessage("request_id is empty; allowed: 1 to 256 characters");
        assertThatThrownBy(() -> check("x".repeat(257), "'prompt':'p'"))
                .hasMessage("request_id has 257 characters; allowed: 1 to 256");
    }

    @Test
    void refusesMoreStopTextsThanCanBeLookedForWithEveryToken() {
        String many = "'a',".repeat(64) + "'a'";

        assertThatThrownBy(() -> check("r", "'prompt':'p','stop':[" + many + "]"))
                .hasMessage("stop has 65 texts; allowed: at most 64");
        assertThatThrownBy(() -> check("r", "'prompt':'p','stop':['a','" + "b".repeat(1001) + "']"))
                .hasMessage("stop[1] has 1001 characters; allowed: 1 to 1000");
    }

    private static void check(RequestLimits limits, String fields) {
        new RequestChecks(limits).check(request("r", fields));
    }

    private static void check(String id, String fields) {
        new RequestChecks(LIMITS).check(request(id, fields));
    }

    private static GenerationRequest request(String id, String fields) {
        String json = ("{'request_id':'" + id + "'," + fields + "}").replace('\'', '"');
        return CODEC.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
