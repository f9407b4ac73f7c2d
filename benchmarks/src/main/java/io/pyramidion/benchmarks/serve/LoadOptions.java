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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.load.Trace;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What comes, and how much of it. */
final class LoadOptions {

    @Option(
            names = "--loads",
            split = ",",
            defaultValue = "0.25,0.5,0.75,1,1.25,2",
            description = "Loads, relative to the plain job's capacity (${DEFAULT-VALUE}).")
    private List<Double> loads;

    @Option(
            names = "--arrivals",
            defaultValue = "conv",
            description =
                    "How requests come: conv or code, as in the Azure traces, poisson or bursts (${DEFAULT-VALUE}).")
    private String arrivals;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "The whole trace, in the traces' columns, instead of the bundled excerpt of 800 requests.")
    private Optional<Path> trace = Optional.empty();

    @Option(
            names = "--content",
            defaultValue = "both",
            description = "What they ask for: tasks, stories or both (${DEFAULT-VALUE}).")
    private String content;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "How long requests come in a window (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--tokens",
            defaultValue = "40",
            description =
                    "Mean of the requests' maximum number of tokens, to which the trace's lengths are scaled (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--max-tokens",
            defaultValue = "80",
            description = "The largest of them (${DEFAULT-VALUE}).")
    private int maxTokens;

    @Option(
            names = "--temperature",
            defaultValue = "0.7",
            description = "Sampling temperature (${DEFAULT-VALUE}).")
    private double temperature;

    /** A smoke test: one short window. */
    void makeQuick() {
        loads = List.of(0.5);
        seconds = 1;
        tokens = 8;
        maxTokens = 12;
    }

    /**
     * The load.
     *
     * @param models directory of the prompts
     */
    Load load(Path models) throws IOException {
        if (loads.stream().anyMatch(load -> !(load > 0))) {
            throw new BenchException("--loads has " + loads + "; allowed: above 0");
        }
        Arrivals kind = Arrivals.of("--arrivals", arrivals);
        List<Arrival> replayed = trace.map(Trace::read).orElseGet(kind::bundled);
        if (replayed.get(replayed.size() - 1).nanos() == 0) {
            throw new BenchException("--trace has one moment only; allowed: at least two");
        }
        return new Load(kind, replayed, Content.read(models, content), tokens, maxTokens);
    }

    List<Double> loads() {
        return loads;
    }

    int seconds() {
        return seconds;
    }

    int maxTokens() {
        return maxTokens;
    }

    double temperature() {
        return temperature;
    }

    String describe() {
        return "Arrivals %s%s, content %s, %d s a window, at most %d tokens a request on average, temperature %.2g"
                .formatted(
                        arrivals,
                        trace.map(file -> " from " + file.getFileName()).orElse(""),
                        content,
                        seconds,
                        tokens,
                        temperature);
    }
}
