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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.lines.Line;
import io.pyramidion.engine.lines.LineException;
import io.pyramidion.engine.lines.LineReader;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.codec.JsonSpellings;
import io.pyramidion.job.codec.StrictJson;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.SamplingCheck;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the prompts of {@code generate}, in every form that the job takes them. A line that is none
 * becomes a prompt with an error.
 */
final class PromptSource {

    /**
     * A prompt.
     *
     * @param request what holds it, and nothing but it and whether to trace; empty if the line is
     *     none
     * @param error why the line is no prompt
     */
    record Prompt(Optional<GenerationRequest> request, Optional<InvalidRequestException> error) {

        private static Prompt of(GenerationRequest request) {
            return new Prompt(Optional.of(request), Optional.empty());
        }

        private static Prompt failed(InvalidRequestException error) {
            return new Prompt(Optional.empty(), Optional.of(error));
        }
    }

    private static final String SPECULATION = "speculation";

    /** The only field of {@link #SPECULATION} that does not say how all prompts are decoded. */
    private static final String TRACE = "trace";

    /** Fields of a request that change neither its prompt nor the text of one model. */
    private static final Set<String> OF_OTHERS =
            Set.of("request_id", "model", "stream", "slo", "metadata");

    /** Fields that generate cannot keep to, and what a line may have instead. */
    private static final Map<String, String> REFUSED =
            Map.of("session_id", "none, since generate keeps no sessions");

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    private final boolean raw;
    private final GenerationRequest defaults;

    /**
     * @param raw whether a text is a prompt as it is, rather than what a user says
     * @param defaults what stands for the fields that a prompt does not set
     */
    PromptSource(boolean raw, GenerationRequest defaults) {
        this.raw = raw;
        this.defaults = defaults;
    }

    Prompt ofText(String text) {
        GenerationRequest request = named("");
        request.setPrompt(text);
        return Prompt.of(said(request));
    }

    /**
     * @throws InvalidRequestException if there is no such file, or it cannot be read
     */
    List<Prompt> read(Path file) {
        List<Prompt> prompts = new ArrayList<>();
        try (LineReader reader = LineReader.open(file)) {
            for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
                prompts.add(prompt(line.get()));
            }
        } catch (LineException e) {
            throw new InvalidRequestException("--prompts", "--prompts: " + e.getMessage());
        }
        return prompts;
    }

    private Prompt prompt(Line line) {
        if (line.fault().isPresent()) {
            return failed("", line.fault().get().getMessage());
        }
        if (!line.text().stripLeading().startsWith("{")) {
            // A text or CSV file, of which a parser of JSON has nothing to say.
            return failed(
                    "",
                    "%s: the line is %s; allowed: a JSON object such as {\"prompt\": \"Hi\"}"
                            .formatted(line.where(), ShownText.of(line.text())));
        }
        try {
            ObjectNode fields = taken(StrictJson.object(line.text()));
            GenerationRequest request = CODEC.decode(fields.toString(), named(line.where()));
            check(request);
            return Prompt.of(said(request));
        } catch (DecodeException e) {
            return failed(e.field(), line.where() + ": " + e.getMessage());
        } catch (InvalidRequestException e) {
            return failed(e.field(), line.where() + ": " + e.getMessage());
        }
    }

    /** What the codec judges: a line may have columns of its own, but no wish that is not kept. */
    private static ObjectNode taken(ObjectNode line) {
        ObjectNode taken = line.objectNode();
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            String name = JsonSpellings.requestField(field.getKey());
            if (name.equals(SPECULATION)) {
                refuseAllButTrace(field.getValue());
            }
            if (REFUSED.containsKey(name) && !field.getValue().isNull()) {
                throw refused(name, field.getValue(), REFUSED.get(name));
            }
            if (JsonSpellings.isRequestField(name) && !OF_OTHERS.contains(name)) {
                taken.set(field.getKey(), field.getValue());
            }
        }
        return taken;
    }

    private static void refuseAllButTrace(JsonNode speculation) {
        for (Map.Entry<String, JsonNode> field : speculation.properties()) {
            if (!field.getKey().equals(TRACE) && !field.getValue().isNull()) {
                throw refused(
                        SPECULATION + "." + field.getKey(),
                        field.getValue(),
                        "none in a line, since generate has its options for all");
            }
        }
    }

    private void check(GenerationRequest request) {
        RequestChecks.checkInput(request);
        if (!Objects.equals(request.getN(), defaults.getN())) {
            RequestChecks.checkTexts(request);
        }
        SamplingCheck.check(request);
        if (Boolean.TRUE.equals(request.getCancel())) {
            throw refused("cancel", true, "false");
        }
    }

    private static InvalidRequestException refused(String field, Object value, String allowed) {
        String shown = ShownText.of(value.toString());
        return new InvalidRequestException(field, field + " is " + shown + "; allowed: " + allowed);
    }

    /** The request that asks by its template, unless texts are taken as they are. */
    private GenerationRequest said(GenerationRequest request) {
        if (!raw && request.getPrompt() != null) {
            request.setMessages(List.of(ChatMessages.of("user", request.getPrompt())));
            request.setPrompt(null);
        }
        return request;
    }

    private GenerationRequest named(String id) {
        return GenerationRequest.newBuilder(defaults).setRequestId(id).build();
    }

    private static Prompt failed(String field, String why) {
        return Prompt.failed(new InvalidRequestException(field, why));
    }
}
