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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.engine.lines.Line;
import io.pyramidion.engine.lines.LineException;
import io.pyramidion.engine.lines.LineReader;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.GenerationRequest;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads requests from lines of JSON, as strictly as the job reads records. */
public final class RequestLines {

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    private RequestLines() {}

    /**
     * Reads a file; lines without a request id get one.
     *
     * @param fields for what lines do not set themselves, by whichever spelling
     * @throws CommandException if the file cannot be read or a line is no request; names the line
     */
    public static List<GenerationRequest> read(Path file, ObjectNode fields) {
        try (LineReader reader = LineReader.open(file)) {
            return read(reader, fields);
        } catch (LineException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /**
     * The same from a stream.
     *
     * @param source its name, for messages
     */
    public static List<GenerationRequest> read(
            InputStream stream, String source, ObjectNode fields) {
        try (LineReader reader = new LineReader(stream, source)) {
            return read(reader, fields);
        } catch (LineException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** One request for a prompt. */
    public static GenerationRequest of(String prompt, boolean raw, ObjectNode fields, String id) {
        ObjectNode request = fields.deepCopy();
        if (raw) {
            request.put("prompt", prompt);
        } else {
            request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        }
        return decoded(request.toString(), named(id), "The request");
    }

    private static List<GenerationRequest> read(LineReader reader, ObjectNode fields) {
        GenerationRequest defaults = decoded(fields.toString(), named(""), "The request");
        boolean named = !defaults.getRequestId().isEmpty();
        List<GenerationRequest> requests = new ArrayList<>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            if (!named) {
                defaults.setRequestId(UUID.randomUUID().toString());
            }
            requests.add(decoded(line.get().text(), defaults, line.get().where()));
        }
        return requests;
    }

    private static GenerationRequest decoded(
            String json, GenerationRequest defaults, String where) {
        try {
            return CODEC.decode(json, defaults);
        } catch (DecodeException e) {
            throw new CommandException(where + ": " + e.getMessage(), e);
        }
    }

    private static GenerationRequest named(String id) {
        return GenerationRequest.newBuilder().setRequestId(id).build();
    }
}
