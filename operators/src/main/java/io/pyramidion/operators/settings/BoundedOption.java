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
package io.pyramidion.operators.settings;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.TimeUtils;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An option as it is declared, once: Flink's key, type, default and description, and the limit of
 * its values. Who reads it reads a value within its limit, or gets a message of one line that names
 * key, value and limit. Immutable.
 */
public final class BoundedOption<T> {

    private static final String HIDDEN = "******";

    private final ConfigOption<T> configOption;
    private final Limit<T> limit;
    private final boolean required;
    private final boolean secret;

    private BoundedOption(
            ConfigOption<T> configOption, Limit<T> limit, boolean required, boolean secret) {
        this.configOption = configOption;
        this.limit = limit;
        this.required = required;
        this.secret = secret;
    }

    /** An option with a limit of its values. */
    public static <T> BoundedOption<T> of(ConfigOption<T> configOption, Limit<T> limit) {
        return new BoundedOption<>(configOption, limit, false, false);
    }

    /** The same option, which now must be given. */
    public BoundedOption<T> asRequired() {
        return new BoundedOption<>(configOption, limit, true, secret);
    }

    /** The same option, whose value no message shows from now on. */
    public BoundedOption<T> asSecret() {
        return new BoundedOption<>(configOption, limit, required, true);
    }

    /** The option as Flink knows it. */
    public ConfigOption<T> configOption() {
        return configOption;
    }

    public String key() {
        return configOption.key();
    }

    /**
     * What stands if nothing is given.
     *
     * @throws IllegalStateException if the option has no default
     */
    public T defaultValue() {
        if (!configOption.hasDefaultValue()) {
            throw new IllegalStateException(key() + " has no default");
        }
        return configOption.defaultValue();
    }

    public Limit<T> limit() {
        return limit;
    }

    public boolean isRequired() {
        return required;
    }

    public boolean isSecret() {
        return secret;
    }

    /**
     * The value in a configuration, or the default; empty if there is neither.
     *
     * @throws IllegalArgumentException if the value is of another type or out of its limit
     */
    public Optional<T> find(ReadableConfig config) {
        Optional<T> given = given(config);
        given.ifPresent(this::check);
        return given.or(() -> Optional.ofNullable(configOption.defaultValue()));
    }

    /**
     * The value in a configuration, or the default.
     *
     * @throws IllegalArgumentException if there is neither, or the value is of another type or out
     *     of its limit
     */
    public T get(ReadableConfig config) {
        return find(config)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        key() + " is missing; allowed: " + limit.words()));
    }

    /** Whether a configuration has a value of its own for this option. */
    public boolean isGiven(ReadableConfig config) {
        return given(config).isPresent();
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException if it is out of its limit
     */
    public void check(T value) {
        if (!limit.holds().test(value)) {
            throw new IllegalArgumentException(refusal(value, limit.words()));
        }
    }

    /** One line that says that a value is not allowed, and what is. */
    public String refusal(Object value, String allowed) {
        String line = secret ? HIDDEN : text(value).replaceAll("\\R", " ");
        return key() + " is " + line + "; allowed: " + allowed;
    }

    /** For {@link #refusal} of another option: at most this one's value. */
    public String atMost(T value) {
        return "at most " + named(value);
    }

    /** This option and its value, in words. */
    public String named(T value) {
        return key() + ", which is " + (secret ? HIDDEN : text(value));
    }

    /** A value of any option as it is written in a file. */
    public static String text(Object value) {
        if (value instanceof Duration duration) {
            return duration.isZero() ? "0 s" : TimeUtils.formatWithHighestUnit(duration);
        }
        if (value instanceof MemorySize size) {
            return size.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(BoundedOption::text).collect(Collectors.joining(";"));
        }
        return String.valueOf(value);
    }

    private Optional<T> given(ReadableConfig config) {
        try {
            return config.getOptional(configOption);
        } catch (IllegalArgumentException e) {
            String raw =
                    config.getOptional(ConfigOptions.key(key()).stringType().noDefaultValue())
                            .orElse("");
            throw new IllegalArgumentException(refusal(raw, limit.words()), e);
        }
    }

    @Override
    public String toString() {
        return key();
    }
}
