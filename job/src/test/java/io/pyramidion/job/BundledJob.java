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
package io.pyramidion.job;

import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.local.Installation;

import java.util.LinkedHashMap;
import java.util.Map;

/** Options of a job on the bundled models. */
final class BundledJob {

    private BundledJob() {}

    static Map<String, String> options(String bootstrapServers) {
        Installation installation = Installation.current();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kafka.bootstrap-servers", bootstrapServers);
        for (String model : new String[] {"target", "qualifier", "draft"}) {
            options.put("model." + model, installation.model(model).toString());
            // Some compare with golden texts, which are float32's.
            options.put("model." + model + "-weights", "float32");
        }
        options.put("engine.kv-memory", "128 mb");
        options.put("control.profile-time", "0 s");
        return options;
    }

    static Settings settings(String bootstrapServers, Map<String, String> overrides) {
        return SettingsLoader.load(options(bootstrapServers), overrides);
    }
}
