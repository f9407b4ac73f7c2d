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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.template.interpreter.Template;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.TemplateRaisedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a conversation into a prompt by the model's own Jinja template, with the variables and
 * functions that transformers gives it. The prompt is the same as in Python or there is none: what
 * cannot be rendered alike is refused, by name, request by request, and requests that bring a
 * prompt of their own do not need the template. A template reaches neither files nor Java classes,
 * its time and output are bounded, and text inside messages is never taken for a template.
 *
 * <p>Some templates write today's date ({@code strftime_now}); the same messages then give another
 * prompt the next day. Immutable and thread-safe.
 */
public final class ChatTemplate {

    private static final Logger LOG = LoggerFactory.getLogger(ChatTemplate.class);
    private static final List<String> ROLES =
            List.of("system", "developer", "user", "assistant", "tool", "function");

    /** The name of a template that transformers takes for conversations with tools. */
    private static final String TOOL_USE = "tool_use";

    private static final String TOOLS = "tools";

    /**
     * A template, or why there is none to render with.
     *
     * @param refusal what a sender of messages is told without one
     */
    private record Source(Optional<Template> template, String refusal) {}

    private final String model;
    private final Source usual;
    private final Source withTools;
    private final Map<String, String> specialTokens;
    private final Clock clock;

    private ChatTemplate(ModelDirectory model, Source usual, Source withTools, Clock clock) {
        this.model = model.name();
        this.usual = usual;
        this.withTools = withTools;
        this.specialTokens = model.specialTokens();
        this.clock = clock;
    }

    /**
     * Reads a model's template. Where there is none, or one with constructs that are not supported,
     * the instance refuses to render and says why.
     */
    public static ChatTemplate of(ModelDirectory model) {
        return of(model, Clock.systemDefaultZone());
    }

    static ChatTemplate of(ModelDirectory model, Clock clock) {
        Source usual = source(model, model.chatTemplate());
        String toolUse = model.chatTemplates().get(TOOL_USE);
        Source withTools = toolUse == null ? usual : source(model, Optional.of(toolUse));
        return new ChatTemplate(model, usual, withTools, clock);
    }

    private static Source source(ModelDirectory model, Optional<String> text) {
        try {
            return new Source(
                    text.map(Template::compile),
                    "model %s has no chat template; send prompt instead".formatted(model.name()));
        } catch (UnsupportedTemplateException e) {
            String refusal = unsupported(model.name(), e);
            LOG.warn("Requests with messages will be refused: {}", refusal);
            return new Source(Optional.empty(), refusal);
        }
    }

    /**
     * The prompt for a conversation. It has all the special tokens that the model wants: encode it
     * without adding any.
     *
     * @param addGenerationPrompt whether to end with the beginning of the assistant's turn
     * @throws InvalidRequestException if there is no template, a role is unknown, or the template
     *     refuses the messages
     */
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        return render(messages, addGenerationPrompt, Map.of());
    }

    /**
     * The prompt for a conversation by a template that takes arguments, such as Qwen3's {@code
     * enable_thinking}.
     *
     * @param arguments further variables: texts, numbers, booleans, lists and maps of them. They
     *     come before the special tokens, and none hides the messages
     * @throws InvalidRequestException as above
     */
    public String render(
            List<ChatMessage> messages,
            boolean addGenerationPrompt,
            Map<String, Object> arguments) {
        Source source = arguments.get(TOOLS) == null ? usual : withTools;
        Template compiled =
                source.template()
                        .orElseThrow(
                                () -> new InvalidRequestException("messages", source.refusal()));
        Map<String, Object> variables = new HashMap<>(specialTokens);
        variables.put(TOOLS, null);
        variables.put("documents", null);
        variables.putAll(arguments);
        variables.put("messages", values(messages));
        variables.put("add_generation_prompt", addGenerationPrompt);
        try {
            return compiled.render(variables, clock);
        } catch (TemplateRaisedException e) {
            throw new InvalidRequestException(
                    "messages", "messages are refused by the model's template: " + e.getMessage());
        } catch (TemplateFailedException e) {
            throw new InvalidRequestException(
                    "messages",
                    "the chat template of %s fails on messages, as it does in Python: %s; send prompt instead"
                            .formatted(model, e.getMessage()));
        } catch (UnsupportedTemplateException e) {
            throw new InvalidRequestException("messages", unsupported(model, e));
        }
    }

    private static String unsupported(String model, UnsupportedTemplateException e) {
        return "the chat template of %s is not supported: %s; send prompt instead"
                .formatted(model, e.getMessage());
    }

    private static List<Map<String, Object>> values(List<ChatMessage> messages) {
        if (messages.isEmpty()) {
            throw new InvalidRequestException("messages", "messages is empty; allowed: 1 or more");
        }
        List<Map<String, Object>> values = new ArrayList<>();
        for (ChatMessage message : messages) {
            String place = "messages[" + values.size() + "].";
            if (message.role() == null || !ROLES.contains(message.role())) {
                throw new InvalidRequestException(
                        place + "role",
                        place
                                + "role is "
                                + message.role()
                                + "; allowed: "
                                + String.join(", ", ROLES));
            }
            if (message.content() == null && !message.more().containsKey("tool_calls")) {
                throw new InvalidRequestException(
                        place + "content", place + "content is missing; allowed: a text");
            }
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("role", message.role());
            if (message.content() != null) {
                value.put("content", message.content());
            }
            value.putAll(message.more());
            values.add(value);
        }
        return values;
    }
}
