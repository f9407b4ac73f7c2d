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

import io.pyramidion.job.codec.JsonSpellings;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.Settings;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns of a row mean what.
 *
 * @param prompt column of the prompt
 * @param messages column of the messages
 * @param id column of the request's id
 * @param session column of the session
 * @param resultPrefix beginning of the names of columns that are added
 * @param form what the prompt is to the model
 */
public record Columns(
        String prompt,
        String messages,
        String id,
        String session,
        String resultPrefix,
        PromptForm form)
        implements Serializable {

    static final String ERROR = "error";

    /** The columns that every answer adds. */
    public static final List<String> RESULTS =
            List.of("text", "finish_reason", "usage", ERROR, "speculation");

    /** Those that an answer adds if it was asked for. */
    public static final List<String> ON_DEMAND = List.of("choices", "logprobs");

    private static final Set<String> NAMED =
            Set.of("prompt", "messages", "request_id", "session_id");

    /** Columns whose prompts are continued as they are. */
    Columns(String prompt, String messages, String id, String session, String resultPrefix) {
        this(prompt, messages, id, session, resultPrefix, PromptForm.AS_IT_IS);
    }

    /** As the options name them. */
    public static Columns of(Settings settings) {
        return new Columns(
                settings.get(FileOptions.PROMPT_COLUMN),
                settings.get(FileOptions.MESSAGES_COLUMN),
                settings.get(FileOptions.ID_COLUMN),
                settings.get(FileOptions.SESSION_COLUMN),
                settings.get(FileOptions.RESULT_PREFIX),
                new PromptForm(
                        settings.get(FileOptions.CHAT),
                        settings.find(FileOptions.SYSTEM).orElse("")));
    }

    /** The request's field that a column holds; empty for a column that only passes through. */
    public Optional<String> field(String column) {
        if (column.equals(prompt)) {
            return Optional.of("prompt");
        }
        if (column.equals(messages)) {
            return Optional.of("messages");
        }
        if (column.equals(id)) {
            return Optional.of("request_id");
        }
        if (column.equals(session)) {
            return Optional.of("session_id");
        }
        return JsonSpellings.isRequestField(column)
                        && !NAMED.contains(JsonSpellings.requestField(column))
                ? Optional.of(column)
                : Optional.empty();
    }

    /** The column of a result. */
    public String result(String name) {
        return resultPrefix + name;
    }
}
