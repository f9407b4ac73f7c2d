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
package io.pyramidion.job.options;

import org.apache.flink.configuration.ConfigOption;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every option there is, in the order of the documentation. */
final class OptionCatalogue {

    /** What every option's key starts with. */
    static final String PREFIX = "pyramidion.";

    static final List<Group> GROUPS =
            List.of(
                    new Group("Kafka", KafkaOptions.rules()),
                    new Group("Models", ModelOptions.rules()),
                    new Group("Engine", EngineOptions.rules()),
                    new Group("Speculation", SpeculationOptions.rules()),
                    new Group("Sessions", SessionOptions.rules()),
                    new Group("Job", JobOptions.rules()));

    private static final String MAP_PREFIX = KafkaOptions.PROPERTIES.key() + ".";

    private OptionCatalogue() {}

    /** Options of one concern. */
    record Group(String title, List<OptionRule<?>> rules) {}

    static Stream<OptionRule<?>> rules() {
        return GROUPS.stream().flatMap(group -> group.rules().stream());
    }

    static boolean knows(String key) {
        return key.startsWith(MAP_PREFIX) && key.length() > MAP_PREFIX.length()
                || keys().anyMatch(key::equals);
    }

    /** The known key that is most like an unknown one, if any is like it at all. */
    static Optional<String> likest(String unknown) {
        return KeyLikeness.likest(unknown, keys().toList());
    }

    private static Stream<String> keys() {
        return rules().map(OptionRule::option).map(ConfigOption::key);
    }
}
