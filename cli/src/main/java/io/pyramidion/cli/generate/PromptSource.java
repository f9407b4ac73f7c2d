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
package io.pyramidion.cli.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.template.ChatMessage;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the prompts of {@code generate}. A line that is none becomes a prompt with an error. */
final class PromptSource {

    /**
     * A prompt.
     *
     * @param text text, or null
     * @param messages conversation, or null
     * @param error why the line is no prompt, or null
     */
    record Prompt(String text, List<ChatMessage> messages, InvalidRequestException error) {

        static Prompt ofText(String text) {
            return new Prompt(text, null, null);
        }

        static Prompt ofMessages(List<ChatMessage> messages) {
            return new Prompt(null, messages, null);
        }

        static Prompt failed(InvalidRequestException error) {
            return new Prompt(null, null, error);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private PromptSource() {}

    /**
     * @throws InvalidRequestException if there is no such file, or it is no text
     */
    static List<Prompt> read(Path file) {
        List<Prompt> prompts = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    prompts.add(parse(line, number));
                }
            }
        } catch (NoSuchFileException e) {
            throw refused("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw refused(file + " is not in UTF-8");
        } catch (IOException e) {
            throw refused(file + " cannot be read: " + e.getMessage());
        }
        return prompts;
    }

    private static InvalidRequestException refused(String why) {
        return new InvalidRequestException("--prompts", "--prompts: " + why);
    }

    private static Prompt parse(String line, int number) {
        try {
            JsonNode node = JSON.readTree(line);
            boolean text = node.hasNonNull("prompt");
            boolean messages = node.hasNonNull("messages");
            if (text == messages) {
                return failed("prompt", number, "wanted is one of prompt and messages");
            }
            if (text) {
                return node.get("prompt").isTextual()
                        ? Prompt.ofText(node.get("prompt").textValue())
                        : failed("prompt", number, "prompt is not a string");
            }
            return messages(node.get("messages"), number);
        } catch (JsonProcessingException e) {
            return failed("", number, "not JSON: " + e.getOriginalMessage());
        }
    }

    private static Prompt messages(JsonNode array, int number) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : array) {
            JsonNode role = message.path("role");
            JsonNode content = message.path("content");
            if (!role.isTextual() || !content.isTextual()) {
                return failed(
                        "messages[" + messages.size() + "]",
                        number,
                        "role and content must be strings");
            }
            messages.add(new ChatMessage(role.textValue(), content.textValue()));
        }
        return messages.isEmpty()
                ? failed("messages", number, "messages is not a list of at least one message")
                : Prompt.ofMessages(messages);
    }

    private static Prompt failed(String field, int line, String why) {
        return Prompt.failed(new InvalidRequestException(field, "line " + line + ": " + why));
    }
}
