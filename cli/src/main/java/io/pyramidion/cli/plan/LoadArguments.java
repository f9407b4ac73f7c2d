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
package io.pyramidion.cli.plan;

import io.pyramidion.simulation.SimulationException;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.RequestMix;
import io.pyramidion.simulation.fleet.Targets;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.load.Arrivals;
import io.pyramidion.simulation.load.Trace;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.TextKind;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What comes, and how fast it is wanted. */
final class LoadArguments {

    private static final double SECONDS_PER_MINUTE = 60;
    private static final double GAMMA_VARIATION = 2;
    private static final int BURST = 32;

    /** When requests come. */
    enum Process {
        TRACE,
        POISSON,
        GAMMA,
        BURSTS
    }

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            required = true,
            description =
                    "Requests to serve, as CSV: TIMESTAMP,ContextTokens,GeneratedTokens, as in the Azure LLM inference dataset.")
    private Path trace;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Use the first N minutes of the trace (default: ${DEFAULT-VALUE}).")
    private double minutes = 10;

    @Option(
            names = "--scale",
            paramLabel = "F",
            description =
                    "Serve F times as many requests in the same time (default: ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(
            names = "--arrivals",
            paramLabel = "PROCESS",
            description =
                    "When requests come: trace (as in the trace), poisson, gamma (twice as uneven), bursts (of 32 at once); the last three at the trace's mean rate (default: trace).")
    private Process process = Process.TRACE;

    @Option(
            names = "--kinds",
            paramLabel = "KIND=SHARE",
            split = ",",
            description =
                    "Shares of the profile's kinds of text, for example tasks=0.7,stories=0.3 (default: all alike).")
    private Map<String, Double> kinds = new LinkedHashMap<>();

    @Option(
            names = "--batch-share",
            paramLabel = "SHARE",
            description =
                    "Share of the requests that are of class batch and wait for nothing, 0 to 1; the others are interactive (default: 0).")
    private double batchShare;

    @Option(
            names = "--slo-ttft",
            paramLabel = "MS",
            description = "Wanted time to the first token, milliseconds (default: any).")
    private Optional<Double> ttft = Optional.empty();

    @Option(
            names = "--slo-tpot",
            paramLabel = "MS",
            description = "Wanted time per token after the first, milliseconds (default: any).")
    private Optional<Double> tpot = Optional.empty();

    /** The requests, in order of arrival. */
    List<Request> requests(CostProfile profile, int contextTokens, long seed) {
        check("--minutes", minutes, 0.001, 1e6);
        check("--scale", scale, 0.001, 1e6);
        check("--batch-share", batchShare, 0, 1);
        List<Arrival> arrivals = Arrivals.within(Trace.read(trace), minutes * SECONDS_PER_MINUTE);
        List<Arrival> scaled = Arrivals.scaled(arrivals, scale, seed);
        if (scaled.isEmpty()) {
            throw new SimulationException(
                    "--scale is " + scale + ": it leaves no request; allowed: more");
        }
        return new RequestMix(shares(profile), batchShare, targets())
                .of(Arrivals.fitted(timed(scaled, seed), contextTokens), seed);
    }

    private List<Arrival> timed(List<Arrival> arrivals, long seed) {
        double rate = Arrivals.perSecond(arrivals);
        return switch (process) {
            case TRACE -> arrivals;
            case POISSON -> Arrivals.renewal(arrivals, rate, 1, seed);
            case GAMMA -> Arrivals.renewal(arrivals, rate, GAMMA_VARIATION, seed);
            case BURSTS -> Arrivals.bursts(arrivals, rate, BURST);
        };
    }

    /** What is wanted. */
    Targets targets() {
        return new Targets(
                ttft.orElse(Double.POSITIVE_INFINITY), tpot.orElse(Double.POSITIVE_INFINITY));
    }

    private List<Double> shares(CostProfile profile) {
        List<String> names = profile.kinds().stream().map(TextKind::name).toList();
        kinds.forEach(
                (name, share) -> {
                    if (!names.contains(name)) {
                        throw new SimulationException(
                                "--kinds names %s; allowed in profile %s: %s"
                                        .formatted(name, profile.name(), String.join(", ", names)));
                    }
                    check("--kinds " + name, share, 0, 1e6);
                });
        if (!kinds.isEmpty() && kinds.values().stream().allMatch(share -> share == 0)) {
            throw new SimulationException("--kinds are all 0; allowed: one above 0");
        }
        return names.stream()
                .map(name -> kinds.isEmpty() ? 1.0 : kinds.getOrDefault(name, 0.0))
                .toList();
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new SimulationException(
                    "%s is %s; allowed: %s to %s".formatted(name, value, least, most));
        }
    }
}
