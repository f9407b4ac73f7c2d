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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.engine.ShownText;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fields that clients of the OpenAI API and of vLLM send and the schema does not have. One that can
 * change no text is ignored. One that could is accepted with the value that changes nothing, and
 * refused by name with any other. {@code docs/operations/requests.md} lists them.
 *
 * <p>One instance reads one request or message.
 */
final class OpenAiFields {

    /** Who asks, what it is billed as, hints for speed, and how OpenAI's streams end. */
    static final Set<String> IGNORED =
            Set.of(
                    "user",
                    "safety_identifier",
                    "prompt_cache_key",
                    "prompt_cache_retention",
                    "store",
                    "service_tier",
                    "stream_options",
                    "prediction");

    static final String TOP_LOGPROBS = "top_logprobs";

    /** The values of which a request may have one. */
    static final Map<String, List<String>> OF_REQUESTS =
            Map.ofEntries(
                    Map.entry("response_format", List.of("{\"type\":\"text\"}")),
                    Map.entry("modalities", List.of("[\"text\"]")),
                    Map.entry("audio", List.of()),
                    Map.entry("web_search_options", List.of()),
                    Map.entry("reasoning_effort", List.of("\"none\"")),
                    Map.entry("verbosity", List.of("\"medium\"")),
                    Map.entry("tool_choice", List.of("\"auto\"", "\"none\"")),
                    Map.entry("parallel_tool_calls", List.of("true", "false")),
                    Map.entry("functions", List.of("[]")),
                    Map.entry("function_call", List.of("\"auto\"", "\"none\"")),
                    Map.entry("echo", List.of("false")),
                    Map.entry("best_of", List.of("1")),
                    Map.entry("suffix", List.of("\"\"")),
                    Map.entry("use_beam_search", List.of("false")),
                    Map.entry("length_penalty", List.of("1")),
                    Map.entry("skip_special_tokens", List.of("true")),
                    Map.entry("include_stop_str_in_output", List.of("false")),
                    Map.entry("spaces_between_special_tokens", List.of("true")),
                    Map.entry("add_generation_prompt", List.of("true")),
                    Map.entry("continue_final_message", List.of("false")),
                    Map.entry("add_special_tokens", List.of("false")),
                    Map.entry("truncate_prompt_tokens", List.of()),
                    Map.entry("prompt_logprobs", List.of()),
                    Map.entry("chat_template", List.of()),
                    Map.entry("structured_outputs", List.of()),
                    Map.entry("guided_json", List.of()),
                    Map.entry("guided_regex", List.of()),
                    Map.entry("guided_choice", List.of()),
                    Map.entry("guided_grammar", List.of()),
                    Map.entry("logits_processors", List.of()),
                    Map.entry("do_sample", List.of()),
                    Map.entry("num_beams", List.of("1")),
                    Map.entry("no_repeat_ngram_size", List.of("0")),
                    Map.entry("typical_p", List.of("1")));

    /** What clients send back that they got with an answer. */
    private static final Map<String, List<String>> OF_MESSAGES =
            Map.of(
                    "refusal", List.of(),
                    "audio", List.of(),
                    "annotations", List.of("[]"),
                    "function_call", List.of());

    /** With tools there is no way to keep to them. */
    private static final Map<String, String> WITH_TOOLS =
            Map.of("tool_choice", "\"auto\"", "parallel_tool_calls", "true");

    private final boolean request;
    private final Map<String, List<String>> known;
    private final Map<String, JsonNode> seen = new TreeMap<>();
    private Integer top;
    private Boolean wanted;

    OpenAiFields(Schema schema) {
        this.request = JsonSpellings.isRequest(schema);
        this.known = known(schema);
    }

    private static Map<String, List<String>> known(Schema schema) {
        if (JsonSpellings.isRequest(schema)) {
            return OF_REQUESTS;
        }
        return JsonSpellings.isMessage(schema) ? OF_MESSAGES : Map.of();
    }

    /**
     * Reads the value that the parser stands at, if it is of such a field.
     *
     * @return whether it is
     * @throws DecodeException if it asks for what there is not
     */
    boolean read(String name, JsonParser parser, FieldPath path) throws IOException {
        if (request && IGNORED.contains(name)) {
            parser.skipChildren();
            return true;
        }
        if (request && name.equals(TOP_LOGPROBS)) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                Schema number = Schema.create(Schema.Type.INT);
                top = (Integer) JsonScalars.read(parser, number, path);
            }
            return true;
        }
        List<String> allowed = known.get(name);
        if (allowed == null) {
            return false;
        }
        JsonNode value = StrictJson.tree(parser);
        if (!value.isNull()) {
            if (allowed.stream().noneMatch(one -> same(StrictJson.literal(one), value))) {
                String words = allowed.isEmpty() ? "none" : String.join(", ", allowed);
                throw refused(path.toString(), value, words);
            }
            seen.put(name, value);
        }
        return true;
    }

    /** Keeps {@code logprobs} where it is true or false, as in the chat API. */
    void wantLogprobs(boolean value) {
        wanted = value;
    }

    /**
     * Completes a request by what was read.
     *
     * @param given whether its {@code logprobs} was given as a number
     * @throws DecodeException if two fields contradict each other
     */
    void complete(GenerationRequest datum, boolean given) {
        boolean nothing = top == null || top == 0;
        if (wanted != null) {
            if (!wanted && !nothing) {
                throw contradiction("logprobs", false, TOP_LOGPROBS, top);
            }
            datum.setLogprobs(wanted ? Integer.valueOf(nothing ? 0 : top) : null);
        } else if (given && top != null && !top.equals(datum.getLogprobs())) {
            throw contradiction("logprobs", datum.getLogprobs(), TOP_LOGPROBS, top);
        } else if (!given && !nothing) {
            throw new DecodeException(
                    TOP_LOGPROBS,
                    TOP_LOGPROBS + " is " + top + " without logprobs; allowed: with logprobs true");
        }
        if (datum.getTools() != null) {
            WITH_TOOLS.forEach(this::checkWithTools);
        }
    }

    private void checkWithTools(String name, String allowed) {
        JsonNode value = seen.get(name);
        if (value != null && !same(StrictJson.literal(allowed), value)) {
            throw refused(name, value, allowed + " with tools");
        }
    }

    /** Two spellings of one field that say different things. */
    static DecodeException contradiction(String one, Object value, String other, Object another) {
        return new DecodeException(
                other,
                "%s is %s and %s is %s; allowed: one of them, or both alike"
                        .formatted(
                                one, ShownText.of("" + value), other, ShownText.of("" + another)));
    }

    private static boolean same(JsonNode allowed, JsonNode value) {
        return allowed.equals(value)
                || allowed.isNumber()
                        && value.isNumber()
                        && allowed.doubleValue() == value.doubleValue();
    }

    private static DecodeException refused(String path, JsonNode value, String allowed) {
        String shown = ShownText.of(value.toString());
        return new DecodeException(path, path + " is " + shown + "; allowed: " + allowed);
    }
}
