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
package io.pyramidion.benchmarks.micro;

import io.pyramidion.engine.template.interpreter.Template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A conversation with tools and calls, and a template as models with tools have them. */
final class LongConversation {

    private final Template template;
    private final Map<String, Object> variables;

    private LongConversation(Template template, Map<String, Object> variables) {
        this.template = template;
        this.variables = variables;
    }

    /**
     * Makes one.
     *
     * @param messages how many, a multiple of four
     */
    static LongConversation of(int messages) throws IOException {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < messages / 4; i++) {
            all.add(
                    said(
                            "user",
                            "How warm is it in the town of the king and his daughter? ".repeat(4)));
            all.add(call("weather", Map.of("town", "Hill", "day", i)));
            all.add(said("tool", "{\"warm\": true, \"degrees\": %d}".formatted(20 + i)));
            all.add(
                    said(
                            "assistant",
                            "It is warm, and the sun will shine until the evening. ".repeat(4)));
        }
        return new LongConversation(
                Template.compile(source()),
                Map.of(
                        "messages",
                        all,
                        "tools",
                        List.of(tool("weather"), tool("calendar")),
                        "add_generation_prompt",
                        true));
    }

    String render() {
        return template.render(variables, Clock.systemDefaultZone());
    }

    private static String source() throws IOException {
        try (InputStream in = LongConversation.class.getResourceAsStream("tools.jinja")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Object> said(String role, String content) {
        return Map.of("role", role, "content", content);
    }

    private static Map<String, Object> call(String name, Map<String, Object> arguments) {
        Map<String, Object> function = Map.of("name", name, "arguments", arguments);
        return Map.of("role", "assistant", "tool_calls", List.of(Map.of("function", function)));
    }

    private static Map<String, Object> tool(String name) {
        Map<String, Object> day = Map.of("type", "integer", "description", "Days from today.");
        Map<String, Object> town = Map.of("type", "string", "description", "The name of a town.");
        return Map.of(
                "type",
                "function",
                "function",
                Map.of(
                        "name",
                        name,
                        "description",
                        "Tells what is known of a town on a day.",
                        "parameters",
                        Map.of("type", "object", "properties", Map.of("town", town, "day", day))));
    }
}
