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

import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.operators.settings.ModelOptions;
import io.pyramidion.operators.settings.SpeculationOptions;
import io.pyramidion.operators.settings.SpeculationSettings;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;

/** Refuses options that are fine by themselves but not together. */
final class Contradictions {

    private Contradictions() {}

    static void check(Configuration options) {
        KafkaContradictions.check(options);
        FileContradictions.check(options);
        checkTransactions(options);
        checkModels(options);
    }

    /** What concerns the models alone, wherever they run. */
    static void checkModels(Configuration options) {
        checkMode(options);
        ModelOptions.weights(options);
        checkSpeculationLimits(options);
        checkLengths(options);
    }

    private static void checkTransactions(Configuration options) {
        Duration timeout = KafkaOptions.TRANSACTION_TIMEOUT.get(options);
        Duration interval = JobOptions.CHECKPOINT_INTERVAL.get(options);
        boolean transactions = JobOptions.SINK.get(options) == Endpoint.KAFKA;
        if (transactions && timeout.compareTo(interval) <= 0) {
            throw refused(
                    KafkaOptions.TRANSACTION_TIMEOUT,
                    timeout,
                    "longer than " + JobOptions.CHECKPOINT_INTERVAL.named(interval));
        }
        int parallelism = JobOptions.PARALLELISM.get(options);
        int max = JobOptions.MAX_PARALLELISM.get(options);
        if (parallelism > max) {
            throw refused(
                    JobOptions.PARALLELISM, parallelism, JobOptions.MAX_PARALLELISM.atMost(max));
        }
    }

    private static void checkMode(Configuration options) {
        SpeculationMode mode = SpeculationOptions.MODE.get(options);
        boolean models =
                ModelOptions.DRAFT.isGiven(options) || ModelOptions.QUALIFIER.isGiven(options);
        boolean lookup =
                mode == SpeculationMode.EXACT && SpeculationOptions.PROMPT_LOOKUP.get(options);
        if (SpeculationOptions.MODE.isGiven(options)
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
    }

    private static void checkSpeculationLimits(Configuration options) {
        int draftLength = SpeculationOptions.DRAFT_LENGTH.get(options);
        int qualifierLength = SpeculationOptions.QUALIFIER_LENGTH.get(options);
        if (draftLength > qualifierLength) {
            throw refused(
                    SpeculationOptions.DRAFT_LENGTH,
                    draftLength,
                    SpeculationOptions.QUALIFIER_LENGTH.atMost(qualifierLength));
        }
        SpeculationSettings.of(options);
        ControlSettings.of(options);
    }

    private static void checkLengths(Configuration options) {
        if (!EngineOptions.CONTEXT.isGiven(options)) {
            return;
        }
        int context = EngineOptions.CONTEXT.get(options);
        EngineOptions.DEFAULT_MAX_TOKENS
                .find(options)
                .filter(tokens -> tokens >= context)
                .ifPresent(
                        tokens -> {
                            throw refused(
                                    EngineOptions.DEFAULT_MAX_TOKENS,
                                    tokens,
                                    "less than " + EngineOptions.CONTEXT.named(context));
                        });
    }

    private static <T> OptionException refused(BoundedOption<T> option, T value, String allowed) {
        return new OptionException(option.refusal(value, allowed));
    }
}
