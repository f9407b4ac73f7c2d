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
package io.pyramidion.cli.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.GenerationRequest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads requests from lines of JSON. */
public final class RequestLines {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    private RequestLines() {}

    /**
     * Reads a file; lines without a request id get one.
     *
     * @param fields fields for lines that do not set them
     * @throws CommandException if the file cannot be read or a line is no request; names the line
     */
    public static List<GenerationRequest> read(Path file, ObjectNode fields) {
        try (InputStream stream = Files.newInputStream(file)) {
            return read(stream, file.toString(), fields);
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + e, e);
        }
    }

    public static List<GenerationRequest> read(InputStream stream, String source, ObjectNode fields)
            throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        List<GenerationRequest> requests = new ArrayList<>();
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (!line.isBlank()) {
                requests.add(request(line, fields, source + ", line " + number));
            }
        }
        return requests;
    }

    /** One request for a prompt. */
    public static GenerationRequest of(String prompt, boolean raw, ObjectNode fields, String id) {
        ObjectNode request = fields.deepCopy();
        if (raw) {
            request.put("prompt", prompt);
        } else {
            request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        }
        if (!request.has("request_id")) {
            request.put("request_id", id);
        }
        return decoded(request, "The request");
    }

    private static GenerationRequest request(String line, ObjectNode fields, String where) {
        ObjectNode request = fields.deepCopy();
        request.setAll(object(line, where));
        if (!request.has("request_id")) {
            request.put("request_id", UUID.randomUUID().toString());
        }
        return decoded(request, where);
    }

    private static ObjectNode object(String line, String where) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new CommandException(where + " is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new CommandException(where + " is not a JSON object; allowed: {...}");
    }

    private static GenerationRequest decoded(ObjectNode request, String where) {
        try {
            return CODEC.decode(request.toString().getBytes(StandardCharsets.UTF_8));
        } catch (DecodeException e) {
            throw new CommandException(where + ": " + e.getMessage(), e);
        }
    }
}
