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
import io.pyramidion.engine.ShownText;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses messages, and what a chat template gets beside them, that no model is needed to refuse.
 */
final class MessageCheck {

    private static final List<String> ROLES =
            List.of("system", "developer", "user", "assistant", "tool", "function");

    private static final String TEMPLATE_ARGUMENTS = "chat_template_kwargs";
    private static final int MAX_TEMPLATE_ARGUMENTS = 32;

    /** Variables that a template gets from the request's own fields. */
    private static final Set<String> OWN_VARIABLES =
            Set.of("messages", "tools", "add_generation_prompt");

    /** A variable that is a list in templates, which arguments cannot be. */
    private static final String DOCUMENTS = "documents";

    private MessageCheck() {}

    /**
     * Checks messages, tools and arguments.
     *
     * @throws InvalidRequestException naming the first field at fault
     */
    static void check(GenerationRequest request) {
        List<ChatMessage> messages = request.getMessages();
        if (messages != null) {
            checkMessages(messages);
        }
        if (request.getTools() != null) {
            checkWithMessages("tools", messages);
            TemplateValues.tools(request.getTools());
        }
        Map<String, Object> arguments = request.getChatTemplateKwargs();
        if (arguments != null) {
            checkWithMessages(TEMPLATE_ARGUMENTS, messages);
            checkArguments(arguments);
        }
    }

    private static void checkMessages(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            String place = "messages[" + i + "]";
            if (!ROLES.contains(message.getRole())) {
                throw refused(
                        place + ".role",
                        " is " + ShownText.of(message.getRole()),
                        String.join(", ", ROLES));
            }
            if (message.getContent() == null && message.getToolCalls() == null) {
                throw refused(place + ".content", " is missing", "a text");
            }
            TemplateValues.message(message, place, true);
        }
        if (messages.stream().allMatch(MessageCheck::isEmpty)) {
            throw refused("messages", " is empty", "at least one message with content");
        }
    }

    private static boolean isEmpty(ChatMessage message) {
        return (message.getContent() == null || message.getContent().isEmpty())
                && message.getToolCalls() == null;
    }

    private static void checkWithMessages(String field, List<ChatMessage> messages) {
        if (messages == null) {
            throw refused(field, " is set without messages", "only with messages");
        }
    }

    private static void checkArguments(Map<String, Object> arguments) {
        if (arguments.size() > MAX_TEMPLATE_ARGUMENTS) {
            throw refused(
                    TEMPLATE_ARGUMENTS,
                    " has " + arguments.size() + " entries",
                    "at most " + MAX_TEMPLATE_ARGUMENTS);
        }
        for (String name : arguments.keySet()) {
            if (OWN_VARIABLES.contains(name)) {
                throw refused(
                        TEMPLATE_ARGUMENTS,
                        " sets " + name + ", which the template gets already",
                        "other names");
            }
            if (name.equals(DOCUMENTS)) {
                throw refused(
                        TEMPLATE_ARGUMENTS,
                        " sets documents, a list, which is not supported yet",
                        "other names");
            }
        }
    }

    private static InvalidRequestException refused(String field, String why, String allowed) {
        return new InvalidRequestException(field, field + why + "; allowed: " + allowed);
    }
}
