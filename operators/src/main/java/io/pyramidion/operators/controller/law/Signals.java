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
package io.pyramidion.operators.controller.law;

import io.pyramidion.operators.request.SloClass;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The signals of one evaluation. One that is missing or stale is absent, never zero. Not
 * thread-safe.
 */
public final class Signals {

    private final Map<Signal, Double> values = new EnumMap<>(Signal.class);
    private final Map<Signal, Map<SloClass, Double>> byClass = new EnumMap<>(Signal.class);
    private String slowest = "";
    private List<Integer> silent = List.of();

    /** Sets a value in its signal's unit; what is not a number is left out. */
    public Signals with(Signal signal, double value) {
        if (!Double.isNaN(value)) {
            values.put(signal, value);
        }
        return this;
    }

    /** Sets the value of one class; what is not a number is left out. */
    public Signals with(Signal signal, SloClass sloClass, double value) {
        if (!Double.isNaN(value)) {
            byClass.computeIfAbsent(signal, ignored -> new EnumMap<>(SloClass.class))
                    .put(sloClass, value);
        }
        return this;
    }

    /** Notes a head that is far slower than the others, in words. */
    Signals withSlowest(String words) {
        slowest = words;
        return this;
    }

    /** Notes the subtasks of heads that are not heard. */
    Signals withSilent(List<Integer> heads) {
        silent = List.copyOf(heads);
        return this;
    }

    public OptionalDouble get(Signal signal) {
        Double value = values.get(signal);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public OptionalDouble get(Signal signal, SloClass sloClass) {
        Double value = byClass.getOrDefault(signal, Map.of()).get(sloClass);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    double orZero(Signal signal) {
        return get(signal).orElse(0);
    }

    /** The lowest attainment of a class, of any kind; empty if nothing was asked for. */
    OptionalDouble attainment(SloClass sloClass) {
        double lowest =
                Math.min(
                        get(Signal.TTFT_ATTAINMENT, sloClass).orElse(2),
                        Math.min(
                                get(Signal.TPOT_ATTAINMENT, sloClass).orElse(2),
                                get(Signal.DEADLINE_ATTAINMENT, sloClass).orElse(2)));
        return lowest > 1 ? OptionalDouble.empty() : OptionalDouble.of(lowest);
    }

    /** Subtasks of the heads that are not heard. */
    List<Integer> silent() {
        return silent;
    }

    /** The head that is far slower than the others, in words; empty text if there is none. */
    String slowest() {
        return slowest;
    }
}
