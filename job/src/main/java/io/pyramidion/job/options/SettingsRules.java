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
import org.apache.flink.configuration.Configuration;

import java.util.Map;
import java.util.Optional;

/** Refuses values that are ill-typed, out of their limits or missing. */
final class SettingsRules {

    private SettingsRules() {}

    /**
     * Checks every option by itself, then all together.
     *
     * @throws OptionException naming the first option at fault
     */
    static void check(Configuration options) {
        OptionCatalogue.rules().forEach(rule -> checkOne(rule, options));
        Contradictions.check(options);
    }

    /**
     * Checks the Kafka options alone.
     *
     * @throws OptionException naming the first option at fault
     */
    static void checkKafka(Configuration options) {
        KafkaOptions.rules().forEach(rule -> checkOne(rule, options));
        KafkaContradictions.check(options);
    }

    private static <T> void checkOne(OptionRule<T> rule, Configuration options) {
        Optional<T> value = read(rule, options);
        if (value.isEmpty() && rule.required()) {
            throw new OptionException(
                    rule.option().key() + " is missing; allowed: " + rule.allowed());
        }
        if (value.isPresent() && !rule.holds().test(value.get())) {
            throw refused(rule.option(), Settings.text(value.get()), rule.allowed(), null);
        }
    }

    private static <T> Optional<T> read(OptionRule<T> rule, Configuration options) {
        try {
            return options.getOptional(rule.option());
        } catch (IllegalArgumentException e) {
            throw refused(rule.option(), given(options, rule.option()), rule.allowed(), e);
        }
    }

    private static String given(Configuration options, ConfigOption<?> option) {
        Map<String, String> all = options.toMap();
        return all.getOrDefault(option.key(), "");
    }

    static OptionException refused(
            ConfigOption<?> option, String value, String allowed, Throwable cause) {
        String line = Secrets.shown(option.key(), value).replaceAll("\\R", " ");
        return new OptionException(option.key() + " is " + line + "; allowed: " + allowed, cause);
    }
}
