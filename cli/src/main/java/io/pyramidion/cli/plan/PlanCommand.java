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

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.simulation.SimulationException;
import io.pyramidion.simulation.capacity.CapacitySearch;
import io.pyramidion.simulation.capacity.Point;
import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.Way;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.Profiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** {@code pyramidion plan}: how many task managers keep the latency that is wanted. */
@Command(
        name = "plan",
        description = {
            "Tell how many task managers serve a load within the wanted latency, with and without speculation.",
            "Nothing is generated: the job's own scheduler and policies run on a virtual clock, with the costs of a profile."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  bin/pyramidion plan --trace AzureLLMInferenceTrace_conv.csv \\",
            "      --profile h100-8b-3b-1b --scale 20 --slots 32 --slo-ttft 1000 --slo-tpot 20",
            "",
            "docs/operations/capacity.md tells how the simulation works, and how to write a",
            "profile."
        })
public final class PlanCommand implements Callable<Integer> {

    /** Sizes beside the needed one that the curve shows, as shares of it. */
    private static final double[] SHOWN = {0.5, 0.75, 1, 1.25, 1.5};

    @Spec private CommandSpec spec;

    @Mixin private LoadArguments load;

    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            required = true,
            description =
                    "What passes of the models cost: h100-8b-3b-1b, a100-vicuna-7b-68m, l40-vicuna-7b-68m, xeon-110m-41m-14m, or a JSON file.")
    private String profile;

    @Mixin private FleetArguments fleet;

    @Option(
            names = "--ways",
            paramLabel = "WAY",
            split = ",",
            description =
                    "Ways to speculate: plain, fixed-K, pyramid-Q:D, threshold, smartspec, adaptive (default: plain,adaptive).")
    private List<String> ways = List.of("plain", "adaptive");

    @Option(
            names = "--goal",
            paramLabel = "SHARE",
            description =
                    "Share of the requests that must be served as wanted (default: ${DEFAULT-VALUE}).")
    private double goal = 0.99;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything that is drawn by chance (default: 1).")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "FILE.png",
            description = "Draw the share served as wanted, by the size of the fleet.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        try {
            return plan();
        } catch (SimulationException e) {
            throw new CommandException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(out.orElseThrow() + " cannot be written: " + e, e);
        }
    }

    private int plan() throws IOException {
        if (!(goal > 0 && goal <= 1)) {
            throw new SimulationException("--goal is " + goal + "; allowed: above 0, at most 1");
        }
        CostProfile costs = Profiles.of(profile);
        List<Way> chosen = ways.stream().map(name -> Way.of(name, costs)).toList();
        int[] range = fleet.range();
        int threads = Runtime.getRuntime().availableProcessors();
        Fleet simulated = new Fleet(fleet.settings(), costs, threads, seed);
        List<Request> requests = load.requests(costs, fleet.contextTokens(), seed);
        PlanReport report = new PlanReport(spec.commandLine().getOut(), goal);
        report.load(costs, requests, load.targets());
        List<CapacitySearch> searches = new ArrayList<>();
        List<OptionalInt> needs = new ArrayList<>();
        for (Way way : chosen) {
            CapacitySearch search =
                    new CapacitySearch(
                            simulated,
                            requests,
                            way,
                            goal,
                            fleet.simulated(),
                            point -> progress(way, point));
            searches.add(search);
            needs.add(search.needed(range[0], range[1]));
        }
        for (int size : sizes(needs, range)) {
            searches.forEach(search -> search.at(size));
        }
        for (int i = 0; i < chosen.size(); i++) {
            report.way(chosen.get(i).name(), searches.get(i).points());
        }
        report.answer(ways, needs, range[1]);
        if (out.isPresent()) {
            PlanChart.write(out.get(), ways, searches, goal);
            report.chart(out.get());
        }
        return 0;
    }

    /** Fleets around each needed one, so that all ways are compared at the same sizes. */
    private static TreeSet<Integer> sizes(List<OptionalInt> needs, int[] range) {
        TreeSet<Integer> sizes = new TreeSet<>();
        for (OptionalInt need : needs) {
            int around = need.orElse(range[1]);
            for (double share : SHOWN) {
                int size = (int) Math.round(around * share);
                sizes.add(Math.max(range[0], Math.min(range[1], size)));
            }
        }
        return sizes;
    }

    private void progress(Way way, Point point) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "%s, %d task managers: %.1f %% served as wanted%n",
                way.name(), point.taskManagers(), 100 * point.attainment());
        err.flush();
    }
}
