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

import io.pyramidion.operators.settings.SpeculationMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;

/** Refuses options that are fine by themselves but not together. */
final class Contradictions {

    private Contradictions() {}

    static void check(Configuration options) {
        KafkaContradictions.check(options);
        checkTransactions(options);
        checkMode(options);
        checkSpeculationLimits(options);
        checkLengths(options);
    }

    private static void checkTransactions(Configuration options) {
        Duration timeout = options.get(KafkaOptions.TRANSACTION_TIMEOUT);
        Duration interval = options.get(JobOptions.CHECKPOINT_INTERVAL);
        if (timeout.compareTo(interval) <= 0) {
            throw refused(
                    KafkaOptions.TRANSACTION_TIMEOUT,
                    timeout,
                    "longer than " + named(JobOptions.CHECKPOINT_INTERVAL, interval));
        }
        int parallelism = options.get(JobOptions.PARALLELISM);
        int most = options.get(JobOptions.MAX_PARALLELISM);
        if (parallelism > most) {
            throw refused(
                    JobOptions.PARALLELISM,
                    parallelism,
                    "at most " + named(JobOptions.MAX_PARALLELISM, most));
        }
    }

    private static void checkMode(Configuration options) {
        SpeculationMode mode = options.get(SpeculationOptions.MODE);
        boolean models =
                options.contains(ModelOptions.DRAFT) || options.contains(ModelOptions.QUALIFIER);
        boolean lookup =
                mode == SpeculationMode.EXACT && options.get(SpeculationOptions.PROMPT_LOOKUP);
        if (options.contains(SpeculationOptions.MODE)
                && mode != SpeculationMode.OFF
                && !models
                && !lookup) {
            throw refused(
                    SpeculationOptions.MODE,
                    mode,
                    "off, unless "
                            + ModelOptions.DRAFT.key()
                            + " or "
                            + ModelOptions.QUALIFIER.key()
                            + " is set");
        }
        SpeculationMode most = options.get(SpeculationOptions.ALLOWED_MODE);
        if (mode.isFreerThan(most)) {
            throw refused(
                    SpeculationOptions.MODE,
                    mode,
                    "at most " + named(SpeculationOptions.ALLOWED_MODE, most));
        }
    }

    private static void checkSpeculationLimits(Configuration options) {
        int draftLength = options.get(SpeculationOptions.DRAFT_LENGTH);
        int qualifierLength = options.get(SpeculationOptions.QUALIFIER_LENGTH);
        if (draftLength > qualifierLength) {
            throw refused(
                    SpeculationOptions.DRAFT_LENGTH,
                    draftLength,
                    "at most " + named(SpeculationOptions.QUALIFIER_LENGTH, qualifierLength));
        }
        double tauQualifier = options.get(SpeculationOptions.TAU_QUALIFIER);
        double tauTarget = options.get(SpeculationOptions.TAU_TARGET);
        if (tauQualifier > tauTarget) {
            throw refused(
                    SpeculationOptions.TAU_QUALIFIER,
                    tauQualifier,
                    "at most " + named(SpeculationOptions.TAU_TARGET, tauTarget));
        }
    }

    private static void checkLengths(Configuration options) {
        if (!options.contains(EngineOptions.CONTEXT)) {
            return;
        }
        int context = options.get(EngineOptions.CONTEXT);
        int tokens = options.get(EngineOptions.DEFAULT_MAX_TOKENS);
        if (options.contains(EngineOptions.DEFAULT_MAX_TOKENS) && tokens >= context) {
            throw refused(
                    EngineOptions.DEFAULT_MAX_TOKENS,
                    tokens,
                    "less than " + named(EngineOptions.CONTEXT, context));
        }
    }

    private static String named(ConfigOption<?> option, Object value) {
        return option.key() + ", which is " + Settings.text(value);
    }

    private static OptionException refused(ConfigOption<?> option, Object value, String allowed) {
        return SettingsRules.refused(option, Settings.text(value), allowed, null);
    }
}
