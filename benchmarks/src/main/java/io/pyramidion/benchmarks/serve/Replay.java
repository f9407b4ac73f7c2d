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
import io.pyramidion.benchmarks.report.Percentile;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.FleetSettings;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.Served;
import io.pyramidion.simulation.fleet.Targets;
import io.pyramidion.simulation.fleet.Way;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.TextKind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The windows of a run once more, in simulation: the same requests at the same times with the
 * lengths that they came to, on a machine of a profile. What a job took over from another request's
 * cache is not read; texts that were not whole are left out on both sides.
 */
final class Replay {

    private static final long SEED = 1;
    private static final double NANOS_PER_SECOND = 1e9;

    /** What a policy made of a load. Milliseconds. */
    record Figures(double tokensPerSecond, double meanEndToEnd, double highEndToEnd) {}

    private final CostProfile profile;
    private final int slots;
    private final int maxWaiting;
    private final int tasks;
    private final int stories;

    /**
     * @param profile has kinds {@code tasks} and {@code stories}
     * @param slots of the jobs
     * @param maxWaiting of the jobs
     */
    Replay(CostProfile profile, int slots, int maxWaiting) {
        this.profile = profile;
        this.slots = slots;
        this.maxWaiting = maxWaiting;
        this.tasks = kind("tasks");
        this.stories = kind("stories");
    }

    private int kind(String name) {
        List<String> names = profile.kinds().stream().map(TextKind::name).toList();
        if (!names.contains(name)) {
            throw new BenchException(
                    "--profile has the kinds %s; allowed: with tasks and stories"
                            .formatted(String.join(", ", names)));
        }
        return names.indexOf(name);
    }

    /** As it was. */
    static Figures real(List<Window> windows) {
        List<Double> times = new ArrayList<>();
        double tokens = 0;
        double seconds = 0;
        for (Window window : windows) {
            Window whole = new Window(window.answers().stream().filter(Replay::isCounted).toList());
            whole.answers().forEach(answer -> times.add(answer.endToEnd()));
            tokens += whole.answers().stream().mapToInt(a -> a.tokens().size()).sum();
            seconds += whole.seconds();
        }
        return figures(tokens, seconds, times);
    }

    /**
     * As the simulation has it.
     *
     * @param read tokens of a prompt that its job had to read, by the request's id
     */
    Figures simulated(
            ServeResults results, Policy policy, List<Window> windows, ToIntFunction<String> read) {
        List<Double> times = new ArrayList<>();
        double tokens = 0;
        double seconds = 0;
        for (Window window : windows) {
            List<Request> requests = requests(results, policy, window, read);
            if (requests.isEmpty()) {
                continue;
            }
            List<Served> served =
                    fleet(requests).run(requests, Way.of(way(policy), profile), 1, 1).served();
            long first = requests.get(0).arrival().nanos();
            long last = served.stream().mapToLong(Served::finished).max().orElseThrow();
            served.forEach(one -> times.add(one.endToEndMillis()));
            tokens += served.stream().mapToInt(Served::tokens).sum();
            seconds += (last - first) / NANOS_PER_SECOND;
        }
        return figures(tokens, seconds, times);
    }

    private static Figures figures(double tokens, double seconds, List<Double> times) {
        return new Figures(
                tokens / seconds,
                times.stream().mapToDouble(time -> time).average().orElse(Double.NaN),
                Percentile.of(times, 0.99));
    }

    private static boolean isCounted(Answer answer) {
        return answer.isWhole() && !answer.tokens().isEmpty();
    }

    private List<Request> requests(
            ServeResults results, Policy policy, Window window, ToIntFunction<String> read) {
        List<Request> requests = new ArrayList<>();
        for (Answer answer : window.answers()) {
            if (isCounted(answer)) {
                Planned planned = answer.request();
                Arrival arrival =
                        new Arrival(
                                requests.size(),
                                Math.round(planned.at() * NANOS_PER_SECOND),
                                Math.max(1, read.applyAsInt(answer.id())),
                                answer.tokens().size());
                Objective wanted = results.objectives().get(planned.kind());
                Targets targets =
                        policy.objectives()
                                ? new Targets(wanted.ttft(), wanted.tpot())
                                : Targets.NONE;
                int kind = planned.story() ? stories : tasks;
                requests.add(new Request(arrival, kind, planned.kind(), targets));
            }
        }
        return requests;
    }

    private Fleet fleet(List<Request> requests) {
        int context =
                requests.stream()
                        .mapToInt(r -> r.arrival().promptTokens() + r.arrival().outputTokens() + 1)
                        .max()
                        .orElseThrow();
        FleetSettings settings =
                new FleetSettings(
                        slots,
                        EngineOptions.PREFILL_TOKENS.defaultValue(),
                        context,
                        maxWaiting,
                        0,
                        0);
        return new Fleet(settings, profile, 1, SEED);
    }

    private static String way(Policy policy) {
        return switch (policy.key()) {
            case "pyramid" -> "pyramid-4:2";
            case "ours", "ours-without-slos" -> "adaptive";
            default -> policy.key();
        };
    }
}
