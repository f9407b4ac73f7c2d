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
package io.pyramidion.job.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.Serializable;

/**
 * What a row's prompt is to the model. Columns of questions are seldom messages, which is what a
 * model that was trained to chat answers.
 *
 * @param chat whether it is what a user says, in the model's chat template; if not, it is continued
 *     as it is
 * @param system what stands before it; nothing if empty
 */
record PromptForm(boolean chat, String system) implements Serializable {

    static final PromptForm AS_IT_IS = new PromptForm(false, "");

    /** Replaces the prompt of a request by messages, where it is one. */
    void apply(ObjectNode fields) {
        if (!chat || !fields.path("prompt").isTextual() || fields.has("messages")) {
            return;
        }
        String prompt = fields.remove("prompt").textValue();
        ArrayNode messages = fields.putArray("messages");
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        messages.addObject().put("role", "user").put("content", prompt);
    }
}
