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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.options.ModelRunOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.MLPredictRuntimeConfigOptions;
import org.apache.flink.util.TimeUtils;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Options as they are given with a model ({@code WITH}) or with a query ({@code MAP}), sorted by
 * what they are for. One that nobody knows is refused.
 *
 * @param models the job's options, by their keys without {@code pyramidion.}
 * @param fields fields of requests, for rows that do not set them
 * @param deadline longest time of a row
 */
record GivenOptions(Map<String, String> models, ObjectNode fields, Optional<Duration> deadline) {

    static final String DEADLINE = "deadline";
    private static final String PROVIDER = "provider";
    private static final String WITH = "WITH";
    private static final String MAP = "MAP";

    /**
     * The options of a model.
     *
     * @throws ValidationException naming the first option that is unknown, given twice or malformed
     */
    static GivenOptions ofModel(Map<String, String> given) {
        Reader reader = new Reader(WITH);
        for (Map.Entry<String, String> option : new TreeMap<>(given).entrySet()) {
            Optional<String> ofJob = ModelRunOptions.find(option.getKey());
            if (ofJob.isPresent()) {
                reader.model(ofJob.get(), option.getValue());
            } else if (!option.getKey().equals(PROVIDER)) {
                reader.other(option.getKey(), option.getValue(), modelOptions());
            }
        }
        return reader.read();
    }

    /**
     * The options of a query.
     *
     * @throws ValidationException naming the first option that is unknown, given twice or malformed
     */
    static GivenOptions ofQuery(Map<String, String> given) {
        Reader reader = new Reader(MAP);
        List<String> flinks = flinkOptions();
        for (Map.Entry<String, String> option : new TreeMap<>(given).entrySet()) {
            if (ModelRunOptions.find(option.getKey()).isPresent()) {
                throw new ValidationException(
                        "Option "
                                + option.getKey()
                                + " in MAP: allowed only in WITH, since queries share the model");
            }
            if (!flinks.contains(option.getKey())) {
                List<String> known = new ArrayList<>(flinks);
                known.add(DEADLINE);
                reader.other(option.getKey(), option.getValue(), known);
            }
        }
        return reader.read();
    }

    private static List<String> modelOptions() {
        List<String> known = new ArrayList<>(ModelRunOptions.keys());
        known.add(DEADLINE);
        return known;
    }

    private static List<String> flinkOptions() {
        List<String> keys = new ArrayList<>();
        for (ConfigOption<?> option : MLPredictRuntimeConfigOptions.getSupportedOptions()) {
            keys.add(option.key());
        }
        return keys;
    }

    /** These fields, and those of another where they are not set here. */
    ObjectNode fieldsOver(ObjectNode others) {
        ObjectNode all = others.deepCopy();
        all.setAll(fields);
        return all;
    }

    private static final class Reader {

        private final String where;
        private final Map<String, String> models = new TreeMap<>();
        private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
        private Optional<Duration> deadline = Optional.empty();

        Reader(String where) {
            this.where = where;
        }

        void model(String key, String value) {
            if (models.put(key, value) != null) {
                throw new ValidationException(
                        "Option " + key + " in WITH is given twice: with and without its prefix");
            }
        }

        void other(String key, String value, List<String> known) {
            if (key.equals(DEADLINE)) {
                deadline = Optional.of(duration(value));
                return;
            }
            String field = RequestFields.ofOption(key, where, known);
            if (fields.has(field)) {
                throw new ValidationException(
                        "Option " + key + " in " + where + " is a second value for " + field);
            }
            try {
                fields.set(field, FieldType.of(field).ofText(value));
            } catch (InvalidRequestException e) {
                throw new ValidationException("In " + where + ": " + e.getMessage(), e);
            }
        }

        private Duration duration(String value) {
            try {
                Duration duration = TimeUtils.parseDuration(value);
                if (duration.toMillis() > 0) {
                    return duration;
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw refused(value);
            }
            throw refused(value);
        }

        private ValidationException refused(String value) {
            return new ValidationException(
                    "In %s: deadline is %s; allowed: at least 1 ms, for example 90 s"
                            .formatted(where, value));
        }

        GivenOptions read() {
            return new GivenOptions(models, fields, deadline);
        }
    }
}
