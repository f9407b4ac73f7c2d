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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.schemas.GenerationResult;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;

/**
 * How many rows are answered, and what that took.
 *
 * @param completed rows with an answer
 * @param failed rows with an error, expired ones included
 * @param promptTokens tokens of the prompts of all of them
 * @param completionTokens tokens that were generated for them
 */
public record Counts(long completed, long failed, long promptTokens, long completionTokens) {

    /** Of nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    private static final Set<String> FAILURES =
            Set.of("error", "overloaded", "deadline_exceeded", "cancelled");

    /** Rows that are done, for good or ill. */
    public long rows() {
        return completed + failed;
    }

    /** Whether a result is none. */
    static boolean isFailure(GenerationResult result) {
        return FAILURES.contains(result.getFinishReason());
    }

    Counts plus(GenerationResult result) {
        int failure = isFailure(result) ? 1 : 0;
        return new Counts(
                completed + 1 - failure,
                failed + failure,
                promptTokens + result.getUsage().getPromptTokens(),
                completionTokens + result.getUsage().getCompletionTokens());
    }

    /** Writes them to a file, which has either the old or the new ones at any time. */
    void write(Path file) throws IOException {
        ObjectNode json = RowJson.object();
        json.put("completed", completed).put("failed", failed);
        json.put("prompt_tokens", promptTokens).put("completion_tokens", completionTokens);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, RowJson.bytes(json));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads what a job wrote; empty if it has not yet.
     *
     * @throws IOException if the file cannot be read
     */
    public static Optional<Counts> read(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            ObjectNode json = RowJson.read(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(
                    new Counts(
                            json.path("completed").asLong(),
                            json.path("failed").asLong(),
                            json.path("prompt_tokens").asLong(),
                            json.path("completion_tokens").asLong()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
