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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.codec.StrictJson;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.flink.table.data.RowData;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes a checked request of each row. A row without a {@code request_id} is named after what it
 * asks, so that a row that is computed again after a failure has the same seed and the same text.
 */
final class RowRequests {

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    private final InputColumns columns;
    private final GenerationRequest defaults;
    private final RequestChecks checks;

    /**
     * @param defaults fields for rows that do not set them, a JSON object
     */
    RowRequests(InputColumns columns, String defaults, RequestLimits limits) {
        this.columns = columns;
        this.defaults = RequestDefaults.parsed(StrictJson.object(defaults));
        this.checks = new RequestChecks(limits);
    }

    /**
     * The request of a row.
     *
     * @throws InvalidRequestException if it cannot be one, naming the first field at fault
     */
    GenerationRequest request(RowData row) {
        try {
            ObjectNode fields = columns.read(row);
            boolean named = fields.has(RequestFields.REQUEST_ID);
            if (!named) {
                fields.put(RequestFields.REQUEST_ID, "row");
            }
            GenerationRequest request = CODEC.decode(fields.toString(), defaults);
            if (!named) {
                request.setRequestId(contentId(request));
            }
            checks.check(request);
            return request;
        } catch (DecodeException e) {
            throw new InvalidRequestException(e.field(), e.getMessage());
        }
    }

    /** Of the prompt alone: other settings then have the same noise, and can be compared. */
    private static String contentId(GenerationRequest request) {
        GenerationRequest prompt =
                GenerationRequest.newBuilder()
                        .setRequestId("")
                        .setPrompt(request.getPrompt())
                        .setMessages(request.getMessages())
                        .setPromptTokenIds(request.getPromptTokenIds())
                        .build();
        return "sql-" + HexFormat.of().formatHex(sha256(CODEC.encode(prompt)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
