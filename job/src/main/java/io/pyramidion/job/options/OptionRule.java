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

import java.util.function.Predicate;

/**
 * An option together with what its values must satisfy.
 *
 * @param option the option
 * @param type name of the value's type, for people
 * @param holds whether a well-typed value is allowed
 * @param allowed what is allowed, in words that follow "allowed:"
 * @param required whether the job cannot start without it
 */
record OptionRule<T>(
        ConfigOption<T> option,
        String type,
        Predicate<? super T> holds,
        String allowed,
        boolean required) {

    /** Any value of the type. */
    static <T> OptionRule<T> any(ConfigOption<T> option, String type, String allowed) {
        return new OptionRule<>(option, type, value -> true, allowed, false);
    }

    /** Only values for which {@code holds}. */
    static <T> OptionRule<T> limited(
            ConfigOption<T> option, String type, Predicate<? super T> holds, String allowed) {
        return new OptionRule<>(option, type, holds, allowed, false);
    }

    /** A whole number not below {@code least}. */
    static OptionRule<Integer> atLeast(ConfigOption<Integer> option, int least) {
        return limited(
                option, "Integer", value -> value >= least, "a whole number, at least " + least);
    }

    /** A text with at least one character that is not blank. */
    static OptionRule<String> text(ConfigOption<String> option) {
        return limited(option, "String", value -> !value.isBlank(), "a text that is not empty");
    }

    /** The same rule for an option that must be given. */
    OptionRule<T> asRequired() {
        return new OptionRule<>(option, type, holds, allowed, true);
    }
}
