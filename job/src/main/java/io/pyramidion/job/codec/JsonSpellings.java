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
package io.pyramidion.job.codec;

import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;

import java.util.Map;
import java.util.Set;

/** Spellings of the OpenAI API that differ from the schema's and mean the same. */
final class JsonSpellings {

    private static final String REQUEST = GenerationRequest.getClassSchema().getFullName();
    private static final Map<String, String> ALIASES =
            Map.of("max_completion_tokens", "max_tokens");
    private static final Set<String> SINGLE_OR_LIST = Set.of("stop");

    private JsonSpellings() {}

    /** The schema's name of a field that is called {@code name} in JSON. */
    static String fieldName(Schema schema, String name) {
        return isRequest(schema) ? ALIASES.getOrDefault(name, name) : name;
    }

    /** Whether a list may be given as its only item. */
    static boolean singleOrList(Schema schema, String name) {
        return isRequest(schema) && SINGLE_OR_LIST.contains(name);
    }

    private static boolean isRequest(Schema schema) {
        return schema.getFullName().equals(REQUEST);
    }
}
