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
package io.pyramidion.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SpeculationPreference;
import org.apache.avro.Schema;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An option for each field of a record that has a plain value: {@code --max-tokens} for {@code
 * max_tokens}. Made from the schema, so that the command line cannot fall behind it.
 */
public final class RequestFields {

    /** Of a request. */
    static final RequestFields REQUEST =
            new RequestFields(
                    GenerationRequest.getClassSchema(),
                    Set.of("prompt", "messages", "prompt_token_ids"));

    /** Of its {@code speculation}; {@code --mode} would say too little. */
    public static final RequestFields SPECULATION =
            new RequestFields(SpeculationPreference.getClassSchema(), Set.of("mode"));

    /** Of its {@code slo}. */
    public static final RequestFields SLO =
            new RequestFields(ServiceLevelObjective.getClassSchema(), Set.of());

    private static final Set<Schema.Type> PLAIN =
            Set.of(
                    Schema.Type.STRING,
                    Schema.Type.INT,
                    Schema.Type.LONG,
                    Schema.Type.DOUBLE,
                    Schema.Type.BOOLEAN,
                    Schema.Type.ARRAY,
                    Schema.Type.MAP);

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Schema schema;
    private final Set<String> elsewhere;

    /**
     * @param elsewhere fields that the command sets in other ways
     */
    private RequestFields(Schema schema, Set<String> elsewhere) {
        this.schema = schema;
        this.elsewhere = elsewhere;
    }

    /** Of requests of which many come at once: what is the same for all of them. */
    public static final RequestFields OF_MANY =
            new RequestFields(
                    GenerationRequest.getClassSchema(),
                    Set.of(
                            "prompt",
                            "messages",
                            "prompt_token_ids",
                            "request_id",
                            "session_id",
                            "model",
                            "stream",
                            "cancel",
                            "metadata"));

    /**
     * What was given of these fields, of {@code speculation} and of {@code slo}.
     *
     * @param mode of the speculation, or null
     */
    public ObjectNode readWithParts(ParseResult given, String mode) {
        ObjectNode fields = read(given);
        ObjectNode preference = SPECULATION.read(given);
        if (mode != null) {
            preference.put("mode", mode);
        }
        if (!preference.isEmpty()) {
            fields.set("speculation", preference);
        }
        ObjectNode slo = SLO.read(given);
        if (!slo.isEmpty()) {
            fields.set("slo", slo);
        }
        return fields;
    }

    public void addTo(CommandSpec command) {
        for (Schema.Field field : fields()) {
            Schema type = valueType(field);
            command.addOption(
                    OptionSpec.builder(option(field))
                            .type(javaType(type))
                            .paramLabel(label(type))
                            .description(field.doc().replace("%", "%%"))
                            .build());
        }
    }

    /**
     * The fields that were given on the command line.
     *
     * @throws ParameterException if a value has the wrong type; names the option and the value
     */
    public ObjectNode read(ParseResult given) {
        ObjectNode request = JSON.createObjectNode();
        for (Schema.Field field : fields()) {
            if (given.hasMatchedOption(option(field))) {
                Object value = given.matchedOptionValue(option(field), null);
                request.set(field.name(), json(given, field, value));
            }
        }
        return request;
    }

    private static JsonNode json(ParseResult given, Schema.Field field, Object value) {
        Schema type = valueType(field);
        if (value instanceof String[] items) {
            ArrayNode list = JSON.createArrayNode();
            for (String item : items) {
                list.add(scalar(given, field, type.getElementType(), item));
            }
            return list;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode map = JSON.createObjectNode();
            entries.forEach(
                    (key, item) ->
                            map.set(
                                    "" + key,
                                    scalar(given, field, type.getValueType(), "" + item)));
            return map;
        }
        if (field.getProp("json") != null) {
            return tree(given, field, (String) value);
        }
        return value instanceof String text
                ? scalar(given, field, type, text)
                : JSON.valueToTree(value);
    }

    private static JsonNode tree(ParseResult given, Schema.Field field, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ParameterException(
                    given.commandSpec().commandLine(),
                    option(field) + " is '" + text + "'; allowed: JSON",
                    e);
        }
    }

    private static JsonNode scalar(
            ParseResult given, Schema.Field field, Schema type, String text) {
        try {
            return switch (type.getType()) {
                case INT -> JSON.valueToTree(Integer.valueOf(text));
                case LONG -> JSON.valueToTree(Long.valueOf(text));
                case DOUBLE -> JSON.valueToTree(Double.valueOf(text));
                default -> JSON.valueToTree(text);
            };
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    given.commandSpec().commandLine(),
                    option(field) + " is '" + text + "'; allowed: " + allowed(type),
                    e);
        }
    }

    private static Class<?> javaType(Schema type) {
        return switch (type.getType()) {
            case BOOLEAN -> boolean.class;
            case ARRAY -> String[].class;
            case MAP -> Map.class;
            default -> String.class;
        };
    }

    private List<Schema.Field> fields() {
        return schema.getFields().stream()
                .filter(field -> !elsewhere.contains(field.name()))
                .filter(field -> PLAIN.contains(valueType(field).getType()))
                .toList();
    }

    private static String option(Schema.Field field) {
        return "--" + field.name().replace('_', '-');
    }

    private static Schema valueType(Schema.Field field) {
        Schema schema = field.schema();
        return schema.isUnion() ? schema.getTypes().get(1) : schema;
    }

    private static String label(Schema type) {
        return switch (type.getType()) {
            case INT, LONG -> "N";
            case DOUBLE -> "X";
            case ARRAY -> label(type.getElementType());
            case MAP -> "NAME=VALUE";
            default -> "TEXT";
        };
    }

    private static String allowed(Schema type) {
        return type.getType() == Schema.Type.DOUBLE ? "a number" : "a whole number";
    }
}
