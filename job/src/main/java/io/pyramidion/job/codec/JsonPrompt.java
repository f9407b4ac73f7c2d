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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.engine.ShownText;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt that is a list, as in the OpenAI completions API: of token ids, or of one prompt.
 * Several prompts are several requests here.
 */
final class JsonPrompt {

    private JsonPrompt() {}

    /**
     * Reads the list that the parser stands at.
     *
     * @return a text, or a list of token ids
     * @throws DecodeException if it is neither
     */
    static Object read(JsonParser parser, FieldPath path) throws IOException {
        JsonNode list = StrictJson.tree(parser);
        JsonNode only = list.size() == 1 ? list.get(0) : list;
        if (only.isTextual()) {
            return StrictText.checked(only.textValue(), path);
        }
        JsonNode ids = only.isArray() ? only : list;
        List<Integer> tokens = new ArrayList<>(ids.size());
        for (JsonNode id : ids) {
            if (!id.isNumber() || !id.canConvertToInt() || id.doubleValue() != id.intValue()) {
                throw refused(list, path);
            }
            tokens.add(id.intValue());
        }
        if (tokens.isEmpty()) {
            throw refused(list, path);
        }
        return tokens;
    }

    private static DecodeException refused(JsonNode list, FieldPath path) {
        return new DecodeException(
                path.toString(),
                "%s is %s; allowed: a text, or a list of one text or of token ids"
                        .formatted(path, ShownText.of(list.toString())));
    }
}
