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
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the job decides about one of Flink's own options, which a user may give under flink. */
sealed interface FlinkDecision {

    /** Prefix under which users give Flink's options. */
    String PREFIX = "flink.";

    ConfigOption<?> flink();

    /** The decision in the documentation, behind the key. */
    String words();

    /**
     * Checks what a user gave.
     *
     * @throws OptionException if the decision is not the user's
     */
    void check(Configuration user, Configuration options);

    /** A line for a user whose value stands although the job would have another one. */
    default Optional<String> warning(Configuration user) {
        return Optional.empty();
    }

    /** Sets the option to what stands. */
    default void apply(Configuration options, Configuration user, Configuration target) {}

    /** An option of the job sets it, if any does; users give that one. */
    record Replaced<T>(ConfigOption<T> flink, BoundedOption<T> by) implements FlinkDecision {

        @Override
        public String words() {
            return "Set by `" + by.key() + "`.";
        }

        @Override
        public void check(Configuration user, Configuration options) {
            if (user.contains(flink)) {
                throw refused(flink, user, "no value here; set " + by.key());
            }
        }

        @Override
        public void apply(Configuration options, Configuration user, Configuration target) {
            by.find(options).ifPresent(value -> target.set(flink, value));
        }
    }

    /** Nobody's: it would undo what an option of the job says, or be undone. */
    record Reserved(ConfigOption<?> flink, String instead) implements FlinkDecision {

        @Override
        public String words() {
            return "Refused: " + instead + ".";
        }

        @Override
        public void check(Configuration user, Configuration options) {
            if (user.contains(flink)) {
                throw refused(flink, user, "no value here; " + instead);
            }
        }
    }

    /** A user's alone as long as it is shorter than an option of the job. */
    record Shorter(ConfigOption<Duration> flink, BoundedOption<Duration> than)
            implements FlinkDecision {

        @Override
        public String words() {
            return "Less than `" + than.key() + "`.";
        }

        @Override
        public void check(Configuration user, Configuration options) {
            Duration max = than.get(options);
            if (parsed(flink, user).filter(given -> given.compareTo(max) >= 0).isPresent()) {
                throw refused(flink, user, "less than " + than.named(max));
            }
        }
    }

    /** The job needs this one value. */
    record Fixed<T>(ConfigOption<T> flink, T value, String why) implements FlinkDecision {

        @Override
        public String words() {
            return "Always `" + value + "`, since " + why + ".";
        }

        @Override
        public void check(Configuration user, Configuration options) {
            if (!given(user).map(value::equals).orElse(true)) {
                throw refused(flink, user, value + ", since " + why);
            }
        }

        private Optional<T> given(Configuration user) {
            try {
                return user.getOptional(flink);
            } catch (IllegalArgumentException e) {
                throw refused(flink, user, value + ", since " + why);
            }
        }

        @Override
        public void apply(Configuration options, Configuration user, Configuration target) {
            target.set(flink, value);
        }
    }

    /** The job has a value of its own, and a user's wins with a warning. */
    record Preset<T>(ConfigOption<T> flink, T value) implements FlinkDecision {

        @Override
        public String words() {
            return "`"
                    + BoundedOption.text(value)
                    + "` unless you give another value, which a"
                    + " warning in the log then names.";
        }

        @Override
        public void check(Configuration user, Configuration options) {
            given(user);
        }

        @Override
        public Optional<String> warning(Configuration user) {
            return given(user)
                    .filter(given -> !given.equals(value))
                    .map(
                            given ->
                                    line(flink, user)
                                            + ", where the job itself would set "
                                            + BoundedOption.text(value));
        }

        @Override
        public void apply(Configuration options, Configuration user, Configuration target) {
            target.set(flink, given(user).orElse(value));
        }

        private Optional<T> given(Configuration user) {
            return parsed(flink, user);
        }
    }

    /** A user's alone, but it breaks a promise: a warning says which. */
    record Risky<T>(ConfigOption<T> flink, String cost) implements FlinkDecision {

        @Override
        public String words() {
            return "A warning says that " + cost + ".";
        }

        @Override
        public void check(Configuration user, Configuration options) {
            parsed(flink, user);
        }

        @Override
        public Optional<String> warning(Configuration user) {
            return parsed(flink, user)
                    .filter(given -> !given.equals(flink.defaultValue()))
                    .map(given -> line(flink, user) + ": " + cost);
        }
    }

    private static <T> Optional<T> parsed(ConfigOption<T> flink, Configuration user) {
        try {
            return user.getOptional(flink);
        } catch (IllegalArgumentException e) {
            throw refused(flink, user, "a value that Flink can read");
        }
    }

    private static OptionException refused(
            ConfigOption<?> flink, Configuration user, String allowed) {
        return new OptionException(line(flink, user) + "; allowed: " + allowed);
    }

    /** The key as the user spelled it, which may be an older one, and its value. */
    private static String line(ConfigOption<?> flink, Configuration user) {
        Map.Entry<String, String> given =
                keys(flink)
                        .flatMap(key -> entries(key, user))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(flink.key()));
        String value = Secrets.shown(given.getKey(), given.getValue());
        return PREFIX + given.getKey() + " is " + value.replaceAll("\\R", " ");
    }

    private static Stream<String> keys(ConfigOption<?> flink) {
        return Stream.concat(
                Stream.of(flink.key()),
                StreamSupport.stream(flink.fallbackKeys().spliterator(), false)
                        .map(fallback -> fallback.getKey()));
    }

    /** A map may be given by its own key or by those of its entries. */
    private static Stream<Map.Entry<String, String>> entries(String key, Configuration user) {
        Map<String, String> all = user.toMap();
        Stream<Map.Entry<String, String>> whole =
                all.entrySet().stream().filter(entry -> entry.getKey().equals(key));
        return Stream.concat(
                whole,
                all.entrySet().stream().filter(entry -> entry.getKey().startsWith(key + ".")));
    }
}
