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

import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Spellings of a request's fields that differ from the schema's and mean the same. */
public final class JsonSpellings {

    private static final Set<Schema.Type> STRUCTURED =
            EnumSet.of(Schema.Type.ARRAY, Schema.Type.MAP, Schema.Type.RECORD);

    private static final Set<Schema.Type> TEXTS = EnumSet.of(Schema.Type.STRING, Schema.Type.ENUM);

    private static final String REQUEST = GenerationRequest.getClassSchema().getFullName();
    private static final String MESSAGE = ChatMessage.getClassSchema().getFullName();

    /** The newer name in the OpenAI API, and that of transformers. */
    private static final Map<String, String> ALIASES =
            Map.of("max_completion_tokens", "max_tokens", "max_new_tokens", "max_tokens");

    private JsonSpellings() {}

    /** The schema's name of a field that is called {@code name} in JSON. */
    static String fieldName(Schema schema, String name) {
        return isRequest(schema) ? requestField(name) : name;
    }

    /** The schema's name of a request's field that is called {@code name} in JSON. */
    public static String requestField(String name) {
        return ALIASES.getOrDefault(name, name);
    }

    /** Whether a request may have a field of the name in JSON, with whichever values. */
    public static boolean isRequestField(String name) {
        return GenerationRequest.getClassSchema().getField(requestField(name)) != null
                || OpenAiFields.OF_REQUESTS.containsKey(name)
                || name.equals(OpenAiFields.TOP_LOGPROBS);
    }

    /**
     * Whether a request's field is a list or an object, so that a text for it holds one as JSON. A
     * stop text means itself.
     *
     * @param name the field's name in JSON
     */
    public static boolean isStructured(String name) {
        Schema.Field field = GenerationRequest.getClassSchema().getField(requestField(name));
        if (field == null || field.name().equals("stop")) {
            return false;
        }
        List<Schema> types =
                field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema());
        return isJson(field)
                || types.stream().anyMatch(type -> STRUCTURED.contains(type.getType()));
    }

    /**
     * Whether a text for a request's field is the value itself, whatever it holds.
     *
     * @param name the field's name in JSON
     */
    public static boolean isText(String name) {
        Schema.Field field = GenerationRequest.getClassSchema().getField(requestField(name));
        if (field == null || isJson(field)) {
            return false;
        }
        List<Schema> types =
                field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema());
        return field.name().equals("stop")
                || types.stream().anyMatch(type -> TEXTS.contains(type.getType()));
    }

    /** Whether a list may be given as its only item. */
    static boolean singleOrList(Schema schema, Schema.Field field) {
        return isRequest(schema) && field.name().equals("stop");
    }

    /** Whether a text may be given as a list of parts. */
    static boolean textOrParts(Schema schema, Schema.Field field) {
        return isMessage(schema) && field.name().equals("content");
    }

    /** Whether a prompt may be given as a list. */
    static boolean textOrTokens(Schema schema, Schema.Field field) {
        return isRequest(schema) && field.name().equals("prompt");
    }

    /** Whether a field's text is a list in JSON, which this project hands on as it is. */
    static boolean isJson(Schema.Field field) {
        return field.getProp("json") != null;
    }

    static boolean isRequest(Schema schema) {
        return schema.getFullName().equals(REQUEST);
    }

    static boolean isMessage(Schema schema) {
        return schema.getFullName().equals(MESSAGE);
    }
}
