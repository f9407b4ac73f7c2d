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
package io.pyramidion.sql.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.flink.table.api.ValidationException;

import java.nio.charset.StandardCharsets;

/** The fields that a model and a query set for rows that do not, as a request. */
final class RequestDefaults {

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    private static final String ANY = "any";

    private RequestDefaults() {}

    /**
     * Refuses fields that no request can have.
     *
     * @param messages whether rows have messages, which some fields are only allowed with
     * @throws ValidationException naming the first field at fault
     */
    static void check(ObjectNode fields, boolean messages, RequestChecks checks) {
        ObjectNode request = fields.deepCopy();
        if (messages) {
            request.putArray("messages").addObject().put("role", "user").put("content", ANY);
        } else {
            request.put("prompt", ANY);
        }
        try {
            checks.check(parsed(request));
        } catch (DecodeException | InvalidRequestException e) {
            throw new ValidationException("In WITH or MAP: " + e.getMessage(), e);
        }
    }

    /** The fields as a request without an id that means anything: each row has its own. */
    static GenerationRequest parsed(JsonNode fields) {
        ObjectNode request = fields.deepCopy();
        request.put(RequestFields.REQUEST_ID, ANY);
        return CODEC.decode(request.toString().getBytes(StandardCharsets.UTF_8));
    }
}
