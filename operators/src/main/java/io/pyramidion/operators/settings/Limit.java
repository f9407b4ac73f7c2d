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

import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which values an option may have. The check and its words come from the same bounds.
 *
 * @param type name of the values' type, for people
 * @param holds whether a value of the type is allowed
 * @param words what is allowed, in words that follow "allowed:"
 */
public record Limit<T>(String type, Predicate<? super T> holds, String words) {

    /** A text with at least one character that is not blank. */
    public static Limit<String> text() {
        return new Limit<>("String", value -> !value.isBlank(), "a text that is not empty");
    }

    public static Limit<Boolean> trueOrFalse() {
        return new Limit<>("Boolean", value -> true, "true, false");
    }

    /** Any constant of an enum. */
    public static <E extends Enum<E>> Limit<E> anyOf(Class<E> type) {
        return oneOf(EnumSet.allOf(type));
    }

    /** Some constants of an enum. */
    public static <E extends Enum<E>> Limit<E> oneOf(EnumSet<E> values) {
        EnumSet<E> allowed = EnumSet.copyOf(values);
        String words = allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
        return new Limit<>("Enum", allowed::contains, words);
    }

    public static Limit<Integer> atLeast(int min) {
        return new Limit<>("Integer", value -> value >= min, "a whole number, at least " + min);
    }

    public static Limit<Integer> between(int min, int max) {
        return new Limit<>(
                "Integer",
                value -> value >= min && value <= max,
                "a whole number, " + min + " to " + max);
    }

    /** A finite number that is not negative. */
    public static Limit<Double> notNegative() {
        return new Limit<>(
                "Double",
                value -> value >= 0 && value < Double.POSITIVE_INFINITY,
                "a number, at least 0");
    }

    public static Limit<Duration> atLeast(Duration min, Duration example) {
        return atLeast("Duration", "a duration", min, example);
    }

    public static Limit<Duration> between(Duration min, Duration max, Duration example) {
        return between("Duration", "a duration", min, max, example);
    }

    public static Limit<MemorySize> atLeast(MemorySize min, MemorySize example) {
        return atLeast("MemorySize", "a size", min, example);
    }

    public static Limit<MemorySize> between(MemorySize min, MemorySize max, MemorySize example) {
        return between("MemorySize", "a size", min, max, example);
    }

    private static <T extends Comparable<T>> Limit<T> atLeast(
            String type, String noun, T min, T example) {
        return new Limit<>(
                type,
                value -> value.compareTo(min) >= 0,
                "%s of at least %s, for example %s"
                        .formatted(noun, BoundedOption.text(min), BoundedOption.text(example)));
    }

    private static <T extends Comparable<T>> Limit<T> between(
            String type, String noun, T min, T max, T example) {
        return new Limit<>(
                type,
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                "%s of %s to %s, for example %s"
                        .formatted(
                                noun,
                                BoundedOption.text(min),
                                BoundedOption.text(max),
                                BoundedOption.text(example)));
    }
}
