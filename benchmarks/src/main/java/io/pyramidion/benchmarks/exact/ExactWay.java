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
package io.pyramidion.benchmarks.exact;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who proposes; none may change a text. */
enum ExactWay {
    OFF("off", Speculation.OFF),
    LOOKUP("prompt lookup", new Speculation(false, false, 4, 4, true, Tolerance.NONE)),
    DRAFT("draft→target", new Speculation(true, false, 4, 4)),
    QUALIFIER("qualifier→target", new Speculation(false, true, 4, 4)),
    PYRAMID("pyramid", new Speculation(true, true, 3, 8));

    private final String label;
    private final Speculation speculation;

    ExactWay(String label, Speculation speculation) {
        this.label = label;
        this.speculation = speculation;
    }

    /** Parses the name in options, which is the constant's. */
    static ExactWay of(String option, String name) {
        return Arrays.stream(values())
                .filter(way -> way.option().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BenchException(
                                        "%s has %s; allowed: %s"
                                                .formatted(
                                                        option,
                                                        name,
                                                        Arrays.stream(values())
                                                                .map(ExactWay::option)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    private String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    Speculation speculation() {
        return speculation;
    }

    /** The name in tables. */
    @Override
    public String toString() {
        return label;
    }
}
