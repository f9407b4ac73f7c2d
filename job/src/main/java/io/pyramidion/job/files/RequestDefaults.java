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
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.schemas.GenerationRequest;

import java.nio.charset.StandardCharsets;

/** Request fields for rows that do not set them. */
final class RequestDefaults {

    private static final JsonCodec<GenerationRequest> CODEC =
            new JsonCodec<>(GenerationRequest.class);

    private RequestDefaults() {}

    /**
     * The defaults of the options.
     *
     * @throws OptionException if a request cannot have them
     */
    static GenerationRequest of(Settings settings) {
        String text = text(settings);
        try {
            GenerationRequest defaults = parsed(text);
            GenerationRequest request = GenerationRequest.newBuilder(defaults).build();
            request.setPrompt("any");
            new RequestChecks(settings.requestLimits()).check(request);
            return defaults;
        } catch (DecodeException | InvalidRequestException e) {
            throw new OptionException(
                    FileOptions.DEFAULTS.refusal(text, "fields of a request: " + e.getMessage()));
        }
    }

    /** The defaults as the options have them. */
    static String text(Settings settings) {
        return settings.find(FileOptions.DEFAULTS).orElse("{}");
    }

    /**
     * Reads what {@link #text} gave.
     *
     * @return a request without an id that means anything: each row has its own
     */
    static GenerationRequest parsed(String text) {
        ObjectNode fields = RowJson.read(text.getBytes(StandardCharsets.UTF_8));
        fields.put("request_id", "any");
        return CODEC.decode(RowJson.bytes(fields));
    }

    /**
     * A request of its fields in JSON, by whichever spelling, and of the defaults for the others.
     *
     * @throws DecodeException if they are none
     */
    static GenerationRequest filled(ObjectNode fields, GenerationRequest defaults) {
        return CODEC.decode(new String(RowJson.bytes(fields), StandardCharsets.UTF_8), defaults);
    }
}
