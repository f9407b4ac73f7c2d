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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.template.ChatTemplate;
import io.pyramidion.engine.template.value.ReadList;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a request into the token ids that the models read. Keeps no state; tokenizer and template
 * stay their owner's.
 */
public final class PromptEncoder {

    /** A prompt is taken as it is, and a template writes its special tokens itself. */
    private static final boolean NOTHING_ADDED = false;

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final int contextTokens;

    /**
     * @param contextTokens maximum number of tokens of a request: what is far beyond is not even
     *     encoded
     */
    public PromptEncoder(Tokenizer tokenizer, ChatTemplate template, int contextTokens) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.contextTokens = contextTokens;
    }

    /**
     * @param history earlier messages of the request's session
     * @throws InvalidRequestException if the request holds no prompt in any form, the model's
     *     template refuses its messages, or the text alone, without history, is too long for the
     *     context by its number of characters already; what has fewer characters may come back too
     *     long
     */
    public int[] encode(GenerationRequest request, List<ChatMessage> history) {
        if (request.getPromptTokenIds() != null) {
            return request.getPromptTokenIds().stream().mapToInt(Integer::intValue).toArray();
        }
        if (request.getPrompt() != null) {
            checkLength(request.getPrompt());
            return tokenizer.encode(request.getPrompt(), NOTHING_ADDED);
        }
        if (request.getMessages() == null) {
            throw new InvalidRequestException(
                    "prompt", "none of prompt, messages and prompt_token_ids is set");
        }
        String text = render(history, request);
        if (history.isEmpty()) {
            checkLength(text);
        }
        return tokenizer.encode(text, NOTHING_ADDED);
    }

    private void checkLength(String text) {
        int minTokens = tokenizer.minTokens(text);
        if (minTokens >= contextTokens) {
            throw new InvalidRequestException(
                    "prompt",
                    "The prompt has %d characters, so at least %d tokens; allowed: at most %d, the context of %d tokens minus one"
                            .formatted(text.length(), minTokens, contextTokens - 1, contextTokens));
        }
    }

    /**
     * Most templates write the arguments of a call as JSON and so want an object; some take them
     * for the text that the API has. An object that prints as that text serves both; those that do
     * more with the text fail on it and get the text itself.
     */
    private String render(List<ChatMessage> history, GenerationRequest request) {
        try {
            return rendered(messages(history, request.getMessages(), true), request);
        } catch (InvalidRequestException e) {
            if (!hasCalls(history) && !hasCalls(request.getMessages())) {
                throw e;
            }
            try {
                return rendered(messages(history, request.getMessages(), false), request);
            } catch (InvalidRequestException withTextsToo) {
                throw e;
            }
        }
    }

    private static boolean hasCalls(List<ChatMessage> messages) {
        return messages.stream().anyMatch(message -> message.getToolCalls() != null);
    }

    private static List<io.pyramidion.engine.template.ChatMessage> messages(
            List<ChatMessage> history, List<ChatMessage> now, boolean asObjects) {
        List<io.pyramidion.engine.template.ChatMessage> messages = new ArrayList<>();
        for (ChatMessage message : history) {
            messages.add(TemplateValues.message(message, "an earlier message", asObjects));
        }
        for (ChatMessage message : now) {
            String place = "messages[" + (messages.size() - history.size()) + "]";
            messages.add(TemplateValues.message(message, place, asObjects));
        }
        return messages;
    }

    private String rendered(
            List<io.pyramidion.engine.template.ChatMessage> messages, GenerationRequest request) {
        Map<String, Object> arguments = new HashMap<>();
        if (request.getChatTemplateKwargs() != null) {
            arguments.putAll(request.getChatTemplateKwargs());
        }
        if (request.getTools() == null) {
            return template.render(messages, true, arguments);
        }
        ReadList tools = new ReadList(TemplateValues.tools(request.getTools()));
        Map<String, Object> withTools = new HashMap<>(arguments);
        withTools.put("tools", tools);
        String text = template.render(messages, true, withTools);
        if (!tools.wasRead() && isText(text, messages, arguments)) {
            throw new InvalidRequestException(
                    "tools",
                    "tools is set, but the model's chat template writes none; allowed: only with a"
                            + " template that takes tools");
        }
        return text;
    }

    /** A template that takes no tools would leave them out without a word. */
    private boolean isText(
            String text,
            List<io.pyramidion.engine.template.ChatMessage> messages,
            Map<String, Object> arguments) {
        try {
            return template.render(messages, true, arguments).equals(text);
        } catch (InvalidRequestException needsTools) {
            return false;
        }
    }
}
