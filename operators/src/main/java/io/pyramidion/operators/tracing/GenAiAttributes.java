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
package io.pyramidion.operators.tracing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Usage;

import java.util.List;

/**
 * A request and its result by OpenTelemetry's conventions for generative AI, as of version 1.37 of
 * the conventions, and the tokens of a cache as later ones name them.
 */
final class GenAiAttributes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    private static final AttributeKey<List<String>> STOP =
            AttributeKey.stringArrayKey("gen_ai.request.stop_sequences");

    private final int contentLimit;

    /**
     * @param contentLimit maximum number of characters of a text; 0 if none is told
     */
    GenAiAttributes(int contentLimit) {
        this.contentLimit = contentLimit;
    }

    /** The convention's word for what a request wants; the last if it could not be read. */
    static String operation(GenerationRequest request) {
        if (request.getMessages() != null) {
            return "chat";
        }
        boolean prompt = request.getPrompt() != null || request.getPromptTokenIds() != null;
        return prompt ? "text_completion" : "generate_content";
    }

    void put(GenerationRequest request, GenerationResult result, AttributesBuilder all) {
        all.put("gen_ai.operation.name", operation(request));
        all.put("gen_ai.provider.name", "pyramidion");
        all.put("gen_ai.output.type", "text");
        request(request, result, all);
        Usage usage = result.getUsage();
        all.put("gen_ai.response.id", result.getRequestId());
        all.put("gen_ai.response.model", result.getModel());
        all.put(FINISH_REASONS, finishReasons(result));
        all.put("gen_ai.usage.input_tokens", usage.getPromptTokens());
        all.put("gen_ai.usage.output_tokens", usage.getCompletionTokens());
        if (usage.getPromptTokensDetails() != null) {
            all.put(
                    "gen_ai.usage.cache_read.input_tokens",
                    usage.getPromptTokensDetails().getCachedTokens());
        }
        if (contentLimit > 0) {
            content(request, result, all);
        }
    }

    private void request(
            GenerationRequest request, GenerationResult result, AttributesBuilder all) {
        all.put(
                "gen_ai.request.model",
                request.getModel() == null ? result.getModel() : request.getModel());
        if (request.getSessionId() != null) {
            all.put("gen_ai.conversation.id", request.getSessionId());
        }
        whole("gen_ai.request.max_tokens", request.getMaxTokens(), all);
        whole("gen_ai.request.seed", request.getSeed(), all);
        number("gen_ai.request.temperature", request.getTemperature(), all);
        number("gen_ai.request.top_p", request.getTopP(), all);
        number("gen_ai.request.top_k", request.getTopK(), all);
        number("gen_ai.request.frequency_penalty", request.getFrequencyPenalty(), all);
        number("gen_ai.request.presence_penalty", request.getPresencePenalty(), all);
        if (request.getN() != null && request.getN() > 1) {
            all.put("gen_ai.request.choice.count", request.getN());
        }
        if (contentLimit > 0 && request.getStop() != null) {
            all.put(STOP, request.getStop());
        }
    }

    private static void whole(String name, Number value, AttributesBuilder all) {
        if (value != null) {
            all.put(name, value.longValue());
        }
    }

    private static void number(String name, Number value, AttributesBuilder all) {
        if (value != null) {
            all.put(name, value.doubleValue());
        }
    }

    private static List<String> finishReasons(GenerationResult result) {
        return result.getChoices() == null
                ? List.of(result.getFinishReason())
                : result.getChoices().stream().map(Choice::getFinishReason).toList();
    }

    /** Messages of earlier turns are in the spans of those turns. */
    private void content(
            GenerationRequest request, GenerationResult result, AttributesBuilder all) {
        ArrayNode input = JSON.createArrayNode();
        if (request.getMessages() != null) {
            for (ChatMessage message : request.getMessages()) {
                input.add(message(message.getRole(), message.getContent()));
            }
        } else if (request.getPrompt() != null) {
            input.add(message("user", request.getPrompt()));
        }
        if (!input.isEmpty()) {
            all.put("gen_ai.input.messages", input.toString());
        }
        ArrayNode output = JSON.createArrayNode();
        if (result.getChoices() == null) {
            output.add(answer(result.getText(), result.getFinishReason()));
        } else {
            result.getChoices()
                    .forEach(
                            choice ->
                                    output.add(answer(choice.getText(), choice.getFinishReason())));
        }
        all.put("gen_ai.output.messages", output.toString());
    }

    private ObjectNode answer(String text, String finishReason) {
        return message("assistant", text).put("finish_reason", finishReason);
    }

    private ObjectNode message(String role, String text) {
        ObjectNode message = JSON.createObjectNode().put("role", role);
        ArrayNode parts = message.putArray("parts");
        if (text != null) {
            parts.addObject().put("type", "text").put("content", cut(text));
        }
        return message;
    }

    /** Never between the halves of a character. */
    private String cut(String text) {
        if (text.length() <= contentLimit) {
            return text;
        }
        boolean split = Character.isHighSurrogate(text.charAt(contentLimit - 1));
        return text.substring(0, split ? contentLimit - 1 : contentLimit);
    }
}
