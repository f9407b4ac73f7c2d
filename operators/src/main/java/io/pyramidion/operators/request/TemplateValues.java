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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.template.value.WrittenMap;
import io.pyramidion.schemas.ChatMessage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What requests hold as JSON, as the values that a chat template gets: maps and lists of texts,
 * numbers and booleans, in the request's order.
 */
final class TemplateValues {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final String FUNCTION = "function";
    private static final String ARGUMENTS = "arguments";

    private TemplateValues() {}

    /**
     * The tools that a template shows.
     *
     * @throws InvalidRequestException if the text is not a list of objects
     */
    static List<Object> tools(String json) {
        return objects("tools", json);
    }

    /**
     * A message as templates know it.
     *
     * @param place of the message, as in {@code messages[1]}
     * @param asObjects whether the arguments of calls are the objects that most templates want,
     *     which print as the texts that the API has, or nothing but those texts
     * @throws InvalidRequestException if its calls are not a list of objects, or the arguments of
     *     one are not an object
     */
    static io.pyramidion.engine.template.ChatMessage message(
            ChatMessage message, String place, boolean asObjects) {
        Map<String, Object> more = new LinkedHashMap<>();
        put(more, "name", message.getName());
        if (message.getToolCalls() != null) {
            more.put("tool_calls", calls(place + ".tool_calls", message.getToolCalls(), asObjects));
        }
        put(more, "tool_call_id", message.getToolCallId());
        put(more, "reasoning_content", message.getReasoningContent());
        return new io.pyramidion.engine.template.ChatMessage(
                message.getRole(), message.getContent(), more);
    }

    private static void put(Map<String, Object> more, String name, String value) {
        if (value != null) {
            more.put(name, value);
        }
    }

    private static List<Object> calls(String field, String json, boolean asObjects) {
        List<Object> calls = objects(field, json);
        for (int i = 0; i < calls.size(); i++) {
            if (((Map<?, ?>) calls.get(i)).get(FUNCTION) instanceof Map<?, ?> function
                    && function.get(ARGUMENTS) instanceof String text) {
                @SuppressWarnings("unchecked")
                Map<String, Object> changed = (Map<String, Object>) function;
                String where = "%s[%d].%s.%s".formatted(field, i, FUNCTION, ARGUMENTS);
                Map<?, ?> arguments = arguments(where, text);
                if (asObjects) {
                    changed.put(ARGUMENTS, new WrittenMap(arguments, text));
                }
            }
        }
        return calls;
    }

    private static Map<?, ?> arguments(String field, String text) {
        Object value = text.isBlank() ? Map.of() : read(field, text, "a JSON object");
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw refused(field, text, "a JSON object");
    }

    private static List<Object> objects(String field, String json) {
        Object value = read(field, json, "a list of objects");
        if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return new ArrayList<>(list);
        }
        throw refused(field, json, "a list of objects");
    }

    private static Object read(String field, String json, String allowed) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw refused(field, json, allowed);
        }
    }

    private static InvalidRequestException refused(String field, String value, String allowed) {
        return new InvalidRequestException(
                field, field + " is " + ShownText.of(value) + "; allowed: " + allowed);
    }
}
