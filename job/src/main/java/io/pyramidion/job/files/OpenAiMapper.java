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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.ServiceLevelObjective;

import java.util.Optional;
import java.util.Set;

/**
 * Rows of the OpenAI Batch API: {@code custom_id}, {@code method}, {@code url} and {@code body}.
 * What is wrong with the row itself has an error code of that API; what is wrong with the body is
 * answered as the API answers such a request, with status 400.
 */
final class OpenAiMapper implements RowMapper {

    static final String CHAT = "/v1/chat/completions";
    static final String COMPLETIONS = "/v1/completions";

    static final String CUSTOM_ID = "custom_id";
    static final String URL = "url";

    /** In the kept columns: why the row is no request. Not set where the body is at fault. */
    static final String CODE = "code";

    /** In the kept columns: the deadline that the row sets itself. */
    static final String DEADLINE = "deadline";

    private static final int LONGEST_ID = 256;

    private final GenerationRequest defaults;

    /**
     * @param defaults request fields for bodies that do not set them
     */
    OpenAiMapper(GenerationRequest defaults) {
        this.defaults = defaults;
    }

    @Override
    public Optional<String> id(byte[] row) {
        return RowJson.name(row, CUSTOM_ID);
    }

    @Override
    public MappedRow map(byte[] row, String place) {
        ObjectNode kept = RowJson.object();
        id(row).ifPresent(id -> kept.put(CUSTOM_ID, id));
        try {
            kept.put(CODE, "invalid_json_line");
            ObjectNode given = RowJson.read(row);
            checkLine(given, kept);
            kept.remove(CODE);
            kept.set(URL, given.get(URL));
            GenerationRequest request = RequestDefaults.filled(fields(given), defaults);
            ServiceLevelObjective slo = request.getSlo();
            if (slo != null && slo.getDeadline() != null) {
                kept.put(DEADLINE, slo.getDeadline().toEpochMilli());
            }
            return new MappedRow.Asked(request.getRequestId(), RowJson.bytes(kept), request);
        } catch (DecodeException e) {
            return refused(place, kept, e.field(), e.getMessage());
        } catch (InvalidRequestException e) {
            return refused(place, kept, e.field(), e.getMessage());
        }
    }

    @Override
    public MappedRow repeated(byte[] row, String place) {
        ObjectNode kept = RowJson.object().put(CODE, "duplicate_custom_id");
        String id = id(row).orElse(place);
        kept.put(CUSTOM_ID, id);
        return refused(
                place,
                kept,
                CUSTOM_ID,
                "custom_id is "
                        + ShownText.of(id)
                        + ", that of an earlier line; allowed: each custom_id once");
    }

    private static MappedRow refused(String place, ObjectNode kept, String field, String message) {
        return new MappedRow.Refused(
                kept.path(CUSTOM_ID).asText(place),
                RowJson.bytes(kept),
                new ErrorDetail(DECODE, field, message));
    }

    private static void checkLine(ObjectNode given, ObjectNode kept) {
        JsonNode id = given.get(CUSTOM_ID);
        boolean named = id != null && id.isTextual() && !id.asText().isEmpty();
        if (!named || id.asText().length() > LONGEST_ID) {
            throw refused(
                    kept, "missing_custom_id", CUSTOM_ID, id, "a text of 1 to 256 characters");
        }
        JsonNode method = given.get("method");
        if (method == null || !method.asText().equals("POST")) {
            throw refused(kept, "invalid_method", "method", method, "POST");
        }
        JsonNode url = given.get(URL);
        if (url == null || !Set.of(CHAT, COMPLETIONS).contains(url.asText())) {
            throw refused(kept, "invalid_url", URL, url, CHAT + ", " + COMPLETIONS);
        }
        if (!(given.get("body") instanceof ObjectNode)) {
            throw refused(kept, "missing_body", "body", given.get("body"), "an object");
        }
    }

    private static ObjectNode fields(ObjectNode given) {
        ObjectNode fields = given.get("body").deepCopy();
        refuseWithin(fields, "request_id");
        refuseWithin(fields, "cancel");
        boolean chat = given.get(URL).asText().equals(CHAT);
        refuseWithin(fields, chat ? "prompt" : "messages");
        fields.set("request_id", given.get(CUSTOM_ID));
        return fields;
    }

    private static void refuseWithin(ObjectNode fields, String name) {
        if (fields.hasNonNull(name)) {
            throw new InvalidRequestException(
                    name, "body has " + name + "; allowed: the parameters of its url");
        }
    }

    private static InvalidRequestException refused(
            ObjectNode kept, String code, String field, JsonNode found, String allowed) {
        kept.put(CODE, code);
        String is = found == null ? " is missing" : " is " + ShownText.of(found.toString());
        return new InvalidRequestException(field, field + is + "; allowed: " + allowed);
    }
}
