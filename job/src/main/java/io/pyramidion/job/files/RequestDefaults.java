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

    private RequestDefaults() {}

    /**
     * The defaults of the options.
     *
     * @throws OptionException if a request cannot have them
     */
    static ObjectNode of(Settings settings) {
        String text = settings.find(FileOptions.DEFAULTS).orElse("{}");
        try {
            ObjectNode defaults = RowJson.read(text.getBytes(StandardCharsets.UTF_8));
            ObjectNode request = defaults.deepCopy();
            request.put("request_id", "any").put("prompt", "any");
            JsonCodec<GenerationRequest> codec = new JsonCodec<>(GenerationRequest.class);
            new RequestChecks(settings.requestLimits()).check(codec.decode(RowJson.bytes(request)));
            return defaults;
        } catch (DecodeException | InvalidRequestException e) {
            throw new OptionException(
                    FileOptions.DEFAULTS.refusal(text, "fields of a request: " + e.getMessage()));
        }
    }

    /** Sets what is not set. */
    static void fill(ObjectNode fields, ObjectNode defaults) {
        boolean limited = fields.has("max_completion_tokens");
        defaults.properties()
                .forEach(
                        field -> {
                            boolean alias = limited && field.getKey().equals("max_tokens");
                            if (!alias && !fields.has(field.getKey())) {
                                fields.set(field.getKey(), field.getValue());
                            }
                        });
    }
}
