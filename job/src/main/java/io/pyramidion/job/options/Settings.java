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

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.operators.settings.ModelOptions;
import io.pyramidion.operators.settings.SpeculationSettings;
import org.apache.flink.configuration.Configuration;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The job's options as they stand: checked, with defaults filled in, immutable. {@link
 * SettingsLoader} makes them.
 */
public final class Settings {

    private final Configuration options;
    private final Configuration flink;

    Settings(Configuration options, Configuration flink) {
        this.options = options.clone();
        this.flink = flink.clone();
    }

    /**
     * The value of an option that is required or has a default.
     *
     * @throws IllegalStateException if the option has neither a value nor a default
     */
    public <T> T get(BoundedOption<T> option) {
        return find(option)
                .orElseThrow(() -> new IllegalStateException(option.key() + " is not set"));
    }

    /** The value of an option, or its default; empty if there is neither. */
    public <T> Optional<T> find(BoundedOption<T> option) {
        return option.find(options);
    }

    /** A copy of the job's options, for who reads several. */
    public Configuration options() {
        return options.clone();
    }

    /** A copy of what was given for Flink itself, without the {@code flink.} prefix. */
    public Configuration flinkConfiguration() {
        return flink.clone();
    }

    /** What was given for Flink itself and what the job sets, as both stand together. */
    public Configuration standingFlinkConfiguration() {
        Configuration standing = flink.clone();
        standing.addAll(FlinkDecisions.standing(flink, options));
        return standing;
    }

    /** What a request can be checked against without a model. */
    public RequestLimits requestLimits() {
        Set<ModelRole> speculators = EnumSet.noneOf(ModelRole.class);
        find(ModelOptions.DRAFT).ifPresent(directory -> speculators.add(ModelRole.DRAFT));
        find(ModelOptions.QUALIFIER).ifPresent(directory -> speculators.add(ModelRole.QUALIFIER));
        return new RequestLimits(
                get(ModelOptions.NAME),
                speculators,
                SpeculationSettings.of(options),
                find(EngineOptions.DEFAULT_MAX_TOKENS).orElse(ChainSettings.MODELS_MAX_TOKENS));
    }

    /** A line for each value given for Flink itself that stands at the cost of a promise. */
    public List<String> warnings() {
        return FlinkDecisions.ALL.stream()
                .flatMap(decision -> decision.warning(flink).stream())
                .toList();
    }

    /**
     * The same settings with one option set.
     *
     * @throws OptionException if the value is not allowed
     */
    public <T> Settings with(BoundedOption<T> option, T value) {
        Configuration changed = options.clone();
        changed.set(option.configOption(), value);
        OptionChecks.check(changed);
        return new Settings(changed, flink);
    }

    /** Every option that has a value, by key, as people are to see it: secrets hidden. */
    public Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        OptionCatalogue.options()
                .forEach(option -> find(option).ifPresent(v -> show(option.key(), v, shown)));
        flink.toMap()
                .forEach(
                        (key, value) ->
                                shown.put(FlinkDecision.PREFIX + key, Secrets.shown(key, value)));
        return new LinkedHashMap<>(shown);
    }

    private static void show(String key, Object value, Map<String, String> shown) {
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((name, entry) -> show(key + "." + name, String.valueOf(entry), shown));
        } else {
            shown.put(key, Secrets.shown(key, BoundedOption.text(value)));
        }
    }
}
