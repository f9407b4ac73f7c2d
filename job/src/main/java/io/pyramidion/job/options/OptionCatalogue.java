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

import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ControlOptions;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.operators.settings.ModelOptions;
import io.pyramidion.operators.settings.SessionOptions;
import io.pyramidion.operators.settings.SpeculationOptions;
import io.pyramidion.operators.settings.TracingOptions;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every option there is, in the order of the documentation. */
final class OptionCatalogue {

    /** What every option's key starts with. */
    static final String PREFIX = "pyramidion.";

    static final List<Group> GROUPS =
            List.of(
                    new Group("Kafka", KafkaOptions.all()),
                    new Group("Files", FileOptions.all()),
                    new Group("Models", ModelOptions.all()),
                    new Group("Engine", EngineOptions.all()),
                    new Group("Speculation", SpeculationOptions.all()),
                    new Group("Control", ControlOptions.all()),
                    new Group("Sessions", SessionOptions.all()),
                    new Group("Tracing", TracingOptions.all()),
                    new Group("Job", JobOptions.all()));

    private static final String MAP_PREFIX = KafkaOptions.PROPERTIES.key() + ".";

    private OptionCatalogue() {}

    /** Options of one concern. */
    record Group(String title, List<BoundedOption<?>> options) {}

    static Stream<BoundedOption<?>> options() {
        return GROUPS.stream().flatMap(group -> group.options().stream());
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
        return options().map(BoundedOption::key);
    }
}
