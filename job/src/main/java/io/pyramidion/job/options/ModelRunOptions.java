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
import io.pyramidion.operators.settings.SpeculationOptions;
import org.apache.flink.configuration.Configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of who runs models without a job of ours around them: which models, what they may use
 * and how they speculate. Names, limits and defaults are the job's.
 */
public final class ModelRunOptions {

    private static final List<BoundedOption<?>> ALL = all();

    private ModelRunOptions() {}

    private static List<BoundedOption<?>> all() {
        List<BoundedOption<?>> all = new ArrayList<>(ModelOptions.all());
        all.remove(ModelOptions.NAME);
        all.addAll(
                List.of(
                        EngineOptions.KV_MEMORY,
                        EngineOptions.MAX_RUNNING,
                        EngineOptions.CONTEXT,
                        EngineOptions.PREFILL_TOKENS,
                        EngineOptions.THREADS,
                        EngineOptions.DEFAULT_MAX_TOKENS));
        all.addAll(SpeculationOptions.all());
        all.addAll(
                List.of(
                        ControlOptions.MODE,
                        ControlOptions.MAX_CANDIDATES,
                        ControlOptions.PROFILE_TIME));
        return List.copyOf(all);
    }

    /** The options' keys, without {@code pyramidion.}, in the order of the documentation. */
    public static List<String> keys() {
        return ALL.stream().map(option -> shortKey(option.key())).toList();
    }

    /** The key of an option without {@code pyramidion.}; empty if it is not one of these. */
    public static Optional<String> find(String key) {
        return Optional.of(shortKey(key)).filter(keys()::contains);
    }

    /**
     * Reads options by their {@link #keys}.
     *
     * @throws OptionException naming the first option that cannot be used
     */
    public static Settings read(Map<String, String> entries) {
        Configuration options = new Configuration();
        entries.forEach((key, value) -> options.setString(OptionCatalogue.PREFIX + key, value));
        OptionChecks.checkModels(ALL, options);
        return new Settings(options, new Configuration());
    }

    private static String shortKey(String key) {
        return key.startsWith(OptionCatalogue.PREFIX)
                ? key.substring(OptionCatalogue.PREFIX.length())
                : key;
    }
}
