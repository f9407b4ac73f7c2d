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

import org.apache.flink.configuration.GlobalConfiguration;

import java.util.List;
import java.util.Locale;

/** Which values must not be shown, neither in the dashboard nor in a message. */
final class Secrets {

    static final String HIDDEN = "******";

    private static final List<String> MARKS =
            List.of("password", "secret", "jaas", "keystore.key", "credential");

    private Secrets() {}

    static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return MARKS.stream().anyMatch(lower::contains)
                || OptionCatalogue.options()
                        .anyMatch(option -> option.isSecret() && option.key().equals(key))
                // Flink takes the limits on tokens, which are the job's, for secrets.
                || !key.startsWith(OptionCatalogue.PREFIX) && GlobalConfiguration.isSensitive(key);
    }

    /** The value, or stars if the key says that it is a secret. */
    static String shown(String key, String value) {
        return isSecret(key) ? HIDDEN : value;
    }
}
