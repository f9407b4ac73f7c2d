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
package io.pyramidion.cli.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.kafka.RequestLines;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.GenerationRequest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What the page's form sends: a prompt, and how often and how to answer it.
 *
 * @param prompt what is asked
 * @param requests what goes to the job
 */
record PromptForm(String prompt, List<GenerationRequest> requests) {

    /** As many as the page shows at once. */
    static final int MAX_TIMES = 50;

    static final int MAX_PROMPT = 20_000;

    private static final Set<String> FIELDS =
            Set.of("prompt", "raw", "times", "max_tokens", "temperature", "speculation");

    /** The job's own; what depends on its options is none of a form's fields. */
    private static final RequestChecks CHECKS =
            new RequestChecks(
                    new RequestLimits(
                            "any",
                            Set.of(ModelRole.DRAFT),
                            SpeculationSettings.lossless(SpeculationMode.EXACT, 1, 1),
                            1));

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /**
     * Reads a form.
     *
     * @param body a JSON object
     * @throws Refusal if it is none, or a field has a value that is not allowed; names it
     */
    static PromptForm read(byte[] body) throws Refusal {
        JsonNode form = tree(body);
        for (Iterator<String> names = form.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw refused("Field " + name + " is unknown; allowed: " + sorted());
            }
        }
        String prompt = form.path("prompt").asText();
        if (!form.path("prompt").isTextual() || prompt.isBlank() || prompt.length() > MAX_PROMPT) {
            throw refused(
                    "prompt has %d characters; allowed: a text of 1 to %d that is not blank"
                            .formatted(prompt.length(), MAX_PROMPT));
        }
        return new PromptForm(prompt, requests(prompt, form));
    }

    private static List<GenerationRequest> requests(String prompt, JsonNode form) throws Refusal {
        JsonNode times = form.path("times");
        if (!times.isMissingNode()
                && !(times.canConvertToInt()
                        && times.isIntegralNumber()
                        && times.intValue() >= 1
                        && times.intValue() <= MAX_TIMES)) {
            throw refused("times is " + times + "; allowed: 1 to " + MAX_TIMES);
        }
        JsonNode raw = form.path("raw");
        if (!raw.isMissingNode() && !raw.isBoolean()) {
            throw refused("raw is " + raw + "; allowed: true or false");
        }
        String name = "page-" + UUID.randomUUID().toString().substring(0, 8);
        int count = times.asInt(1);
        List<GenerationRequest> requests = new ArrayList<>();
        try {
            for (int i = 1; i <= count; i++) {
                String id = count == 1 ? name : name + "-" + i;
                requests.add(RequestLines.of(prompt, raw.asBoolean(), fields(form), id));
                CHECKS.check(requests.get(i - 1));
            }
        } catch (CommandException | InvalidRequestException e) {
            throw refused(e.getMessage());
        }
        return requests;
    }

    /** Fields of the request by the names that they have in the form, too. */
    private static ObjectNode fields(JsonNode form) throws Refusal {
        ObjectNode fields = JSON.createObjectNode();
        fields.put("stream", true);
        for (String name : List.of("max_tokens", "temperature")) {
            if (form.has(name)) {
                fields.set(name, form.get(name));
            }
        }
        String speculation = form.path("speculation").asText("job");
        if (!speculation.equals("job") && !speculation.equals("off")) {
            throw refused("speculation is " + form.get("speculation") + "; allowed: job, off");
        }
        ObjectNode preference = fields.putObject("speculation");
        preference.put("trace", true);
        if (speculation.equals("off")) {
            preference.put("mode", "off");
        }
        return fields;
    }

    private static JsonNode tree(byte[] body) throws Refusal {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree == null || !tree.isObject()) {
                throw refused("The body is no JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw refused("The body is no JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw refused("The body is no JSON object: " + e.getMessage());
        }
    }

    private static String sorted() {
        return String.join(", ", FIELDS.stream().sorted().toList());
    }

    private static Refusal refused(String message) {
        return new Refusal(400, message);
    }
}
