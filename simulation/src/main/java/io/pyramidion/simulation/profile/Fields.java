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
package io.pyramidion.simulation.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.simulation.SimulationException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A JSON object that is read strictly: every complaint names the field by its path. */
final class Fields {

    private static final int MOST = 100_000_000;

    private final String path;
    private final JsonNode json;

    Fields(String path, JsonNode json) {
        if (!json.isObject()) {
            throw new SimulationException(path + " is " + json + "; allowed: an object");
        }
        this.path = path;
        this.json = json;
    }

    String path(String name) {
        return path + "." + name;
    }

    boolean has(String name) {
        return json.has(name);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    void allow(String... names) {
        Set<String> allowed = Set.of(names);
        for (String name : names()) {
            if (!allowed.contains(name)) {
                throw new SimulationException(
                        "%s is unknown; allowed: %s"
                                .formatted(path(name), String.join(", ", names)));
            }
        }
    }

    Fields object(String name) {
        return new Fields(path(name), required(name));
    }

    String text(String name) {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw new SimulationException(path(name) + " is " + value + "; allowed: a text");
        }
        return value.textValue();
    }

    String textOr(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    int count(String name) {
        double value = number(name, 1, MOST);
        if (value != Math.rint(value)) {
            throw new SimulationException(
                    path(name) + " is " + value + "; allowed: a whole number");
        }
        return (int) value;
    }

    double numberOr(String name, double otherwise, double least, double most) {
        return has(name) ? number(name, least, most) : otherwise;
    }

    double number(String name, double least, double most) {
        JsonNode value = required(name);
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number >= least && number <= most)) {
            throw new SimulationException(
                    "%s is %s; allowed: a number from %s to %s"
                            .formatted(path(name), value, least, most));
        }
        return number;
    }

    /** A list of pairs of numbers, not empty. */
    List<double[]> pairs(String name) {
        List<double[]> pairs = new ArrayList<>();
        JsonNode list = required(name);
        if (!list.isArray()) {
            throw new SimulationException(
                    path(name) + " is " + list + "; allowed: a list of [tokens, milliseconds]");
        }
        for (JsonNode pair : list) {
            if (!pair.isArray()
                    || pair.size() != 2
                    || !pair.get(0).isNumber()
                    || !pair.get(1).isNumber()) {
                throw new SimulationException(
                        path(name) + " holds " + pair + "; allowed: [tokens, milliseconds]");
            }
            pairs.add(new double[] {pair.get(0).doubleValue(), pair.get(1).doubleValue()});
        }
        if (pairs.isEmpty()) {
            throw new SimulationException(
                    path(name) + " is empty; allowed: at least one [tokens, milliseconds]");
        }
        return pairs;
    }

    private JsonNode required(String name) {
        if (!has(name)) {
            throw new SimulationException(path(name) + " is missing");
        }
        return json.get(name);
    }
}
