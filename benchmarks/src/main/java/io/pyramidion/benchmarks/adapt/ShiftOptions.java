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
package io.pyramidion.benchmarks.adapt;

import picocli.CommandLine.Option;

/** The run in which the traffic changes. */
final class ShiftOptions {

    @Option(
            names = "--shift",
            paramLabel = "N",
            description =
                    "Instead of all this: N tasks, then N stories, and how soon the adaptive policy predicts rightly again.")
    private int requests;

    @Option(
            names = "--shift-batch",
            defaultValue = "8",
            description = "Its batch size (${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--shift-window",
            defaultValue = "1000",
            description =
                    "Proposed tokens over which its acceptance error is taken (${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--shift-rounds",
            defaultValue = "50",
            description = "Rounds over which its time error is taken (${DEFAULT-VALUE}).")
    private int rounds;

    boolean isWanted() {
        return requests > 0;
    }

    int requests() {
        return requests;
    }

    int batch() {
        return batch;
    }

    int window() {
        return window;
    }

    int rounds() {
        return rounds;
    }
}
