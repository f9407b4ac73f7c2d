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
import io.pyramidion.operators.settings.ModelOptions;
import org.apache.flink.configuration.Configuration;

import java.util.List;

/** Refuses values that are ill-typed, out of their limits, missing or in contradiction. */
final class OptionChecks {

    private OptionChecks() {}

    /**
     * Checks every option by itself, then all together.
     *
     * @throws OptionException naming the first option at fault
     */
    static void check(Configuration options) {
        refusing(
                () -> {
                    OptionCatalogue.options().forEach(option -> check(option, options));
                    Contradictions.check(options);
                });
    }

    /**
     * Checks the Kafka options alone.
     *
     * @throws OptionException naming the first option at fault
     */
    static void checkKafka(Configuration options) {
        refusing(
                () -> {
                    KafkaOptions.all().forEach(option -> check(option, options));
                    KafkaContradictions.check(options);
                });
    }

    /**
     * Checks some options, which concern the models alone, and sets the model's name.
     *
     * @throws OptionException naming the first option at fault
     */
    static void checkModels(List<BoundedOption<?>> some, Configuration options) {
        refusing(
                () -> {
                    some.forEach(option -> check(option, options));
                    Contradictions.checkModels(options);
                    options.set(ModelOptions.NAME.configOption(), ModelOptions.name(options));
                });
    }

    /**
     * Sets what follows from other options.
     *
     * @throws OptionException naming the option that it does not follow from
     */
    static void fillDefaults(Configuration options) {
        refusing(() -> options.set(ModelOptions.NAME.configOption(), ModelOptions.name(options)));
        if (!KafkaOptions.TRANSACTIONAL_ID_PREFIX.isGiven(options)) {
            options.set(
                    KafkaOptions.TRANSACTIONAL_ID_PREFIX.configOption(),
                    KafkaOptions.GROUP_ID.get(options));
        }
    }

    private static void check(BoundedOption<?> option, Configuration options) {
        boolean spared = option == KafkaOptions.BOOTSTRAP_SERVERS && !Endpoint.usesKafka(options);
        if (option.isRequired() && !spared) {
            option.get(options);
        } else {
            option.find(options);
        }
    }

    /** An option says what is wrong; to the job's users it is a refusal. */
    private static void refusing(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }
}
