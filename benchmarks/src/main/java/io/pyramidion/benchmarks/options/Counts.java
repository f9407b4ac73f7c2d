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
package io.pyramidion.benchmarks.options;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;

/** Whole numbers on a benchmark's command line: all of them count something. */
public final class Counts {

    private Counts() {}

    /**
     * Checks the whole numbers that a command and its subcommands were given, lists included.
     *
     * @throws BenchException naming the first option with a number below 1
     */
    public static void check(ParseResult parsed) {
        for (OptionSpec option : parsed.matchedOptions()) {
            Object value = option.getValue();
            for (Object each : value instanceof List<?> list ? list : List.of(value)) {
                if (each instanceof Integer count && count < 1) {
                    throw new BenchException(
                            "%s %s %d; allowed: at least 1"
                                    .formatted(
                                            option.longestName(),
                                            value instanceof List ? "has" : "is",
                                            count));
                }
            }
        }
        parsed.subcommands().forEach(Counts::check);
    }
}
