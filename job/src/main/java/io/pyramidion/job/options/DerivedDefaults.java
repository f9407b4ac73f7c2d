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

import org.apache.flink.configuration.Configuration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Defaults that follow from other options. */
final class DerivedDefaults {

    private DerivedDefaults() {}

    static void fill(Configuration options) {
        if (!options.contains(ModelOptions.NAME)) {
            options.set(ModelOptions.NAME, directoryName(options.get(ModelOptions.TARGET)));
        }
        if (!options.contains(KafkaOptions.TRANSACTIONAL_ID_PREFIX)) {
            options.set(KafkaOptions.TRANSACTIONAL_ID_PREFIX, options.get(KafkaOptions.GROUP_ID));
        }
    }

    private static String directoryName(String directory) {
        try {
            Path name = Path.of(directory).toAbsolutePath().normalize().getFileName();
            return name == null ? directory : name.toString();
        } catch (InvalidPathException e) {
            throw SettingsRules.refused(
                    ModelOptions.TARGET, directory, "a directory of a model", e);
        }
    }
}
