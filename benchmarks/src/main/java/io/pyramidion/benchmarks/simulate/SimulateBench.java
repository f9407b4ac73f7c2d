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
package io.pyramidion.benchmarks.simulate;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.FleetResult;
import io.pyramidion.simulation.fleet.FleetSettings;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.RequestMix;
import io.pyramidion.simulation.fleet.Targets;
import io.pyramidion.simulation.fleet.Way;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.load.Arrivals;
import io.pyramidion.simulation.load.Trace;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.Profiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * The policies of other systems and ours on simulated accelerators, at several loads: the setting
 * of SpecServe's evaluation, as far as its numbers are known. Load 1 is what plain decoding serves
 * at most.
 */
@Command(
        name = "simulate",
        description =
                "Simulates policies at several loads, on machines of a profile: SpecServe's setting by default.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SimulateBench implements Callable<Integer> {

    private static final long SEED = 1;
    private static final double SECONDS_PER_MINUTE = 60;

    /** Requests that come at once to find what plain decoding serves at most. */
    private static final int SATURATING = 300;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--trace",
            required = true,
            paramLabel = "FILE",
            description = "Lengths and rhythm: a CSV file in the form of the Azure dataset.")
    private Path trace;

    @Option(
            names = "--profile",
            split = ",",
            paramLabel = "NAME|FILE",
            defaultValue = "a100-vicuna-7b-68m,l40-vicuna-7b-68m,h100-8b-3b-1b",
            description = "Machines (${DEFAULT-VALUE}).")
    private List<String> profiles;

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "F",
            defaultValue = "0.25,0.5,0.75,1,1.25,2",
            description = "Loads, 1 is plain decoding's capacity (${DEFAULT-VALUE}).")
    private List<Double> loads;

    @Option(
            names = "--ways",
            split = ",",
            paramLabel = "WAY",
            defaultValue = "plain,fixed-1,fixed-3,fixed-5,threshold,smartspec,adaptive",
            description = "(${DEFAULT-VALUE}).")
    private List<String> ways;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "Length of the trace that is used (${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "32",
            description = "Sequences that run at once (${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--context",
            paramLabel = "N",
            defaultValue = "2048",
            description = "Tokens of a sequence; longer requests are cut (${DEFAULT-VALUE}).")
    private int context;

    @Option(
            names = "--slo-ttft",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Wanted time to the first token (${DEFAULT-VALUE}).")
    private double ttft;

    @Option(
            names = "--slo-tpot",
            paramLabel = "MS",
            defaultValue = "40",
            description = "Wanted time per token after the first (${DEFAULT-VALUE}).")
    private double tpot;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/bench/simulate",
            description = "Where the report goes (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (!(minutes > 0)) {
            throw new BenchException("--minutes is " + minutes + "; allowed: above 0");
        }
        Files.createDirectories(out);
        List<Cell> cells = new ArrayList<>();
        for (String profile : profiles) {
            measure(Profiles.of(profile), cells);
        }
        report(cells);
        return 0;
    }

    private void measure(CostProfile profile, List<Cell> cells) {
        List<Arrival> arrivals =
                Arrivals.fitted(
                        Arrivals.within(Trace.read(trace), minutes * SECONDS_PER_MINUTE), context);
        FleetSettings settings =
                new FleetSettings(
                        slots,
                        EngineOptions.PREFILL_TOKENS.defaultValue(),
                        context,
                        EngineOptions.MAX_WAITING.defaultValue(),
                        0,
                        0);
        Fleet fleet =
                new Fleet(settings, profile, Runtime.getRuntime().availableProcessors(), SEED);
        double capacity = capacity(fleet, profile, arrivals);
        for (double load : loads) {
            double factor = load * capacity / Arrivals.perSecond(arrivals);
            List<Request> requests = requests(profile, Arrivals.scaled(arrivals, factor, SEED));
            long texts = 0;
            for (String name : ways) {
                FleetResult result = fleet.run(requests, Way.of(name, profile), 1, 1);
                texts = texts == 0 ? result.textsHash() : texts;
                if (texts != result.textsHash()) {
                    throw new BenchException(name + " wrote other texts than " + ways.get(0));
                }
                Cell cell = Cell.of(profile.name(), load, result);
                cells.add(cell);
                say("%s, load %.2f: %s", profile.name(), load, cell.shown());
            }
        }
    }

    /** Requests a second that plain decoding serves where all come at once. */
    private double capacity(Fleet fleet, CostProfile profile, List<Arrival> arrivals) {
        List<Request> some =
                requests(profile, arrivals).stream()
                        .limit(SATURATING)
                        .map(Request::atStart)
                        .toList();
        FleetResult result = fleet.run(some, Way.of("plain", profile), 1, 1);
        return some.size() / result.seconds();
    }

    private List<Request> requests(CostProfile profile, List<Arrival> arrivals) {
        List<Double> shares = Collections.nCopies(profile.kinds().size(), 1.0);
        return new RequestMix(shares, 0, new Targets(ttft, tpot)).of(arrivals, SEED);
    }

    private void report(List<Cell> cells) throws IOException {
        Table table = Cell.table(cells);
        table.writeCsv(out.resolve("simulate.csv"));
        String factors = Factors.table(cells).toMarkdown();
        String text =
                "# Simulated policies\n\n- Command: `"
                        + Machine.command(spec)
                        + "`\n- Simulated: nothing here was measured on the machines named.\n"
                        + "- Load 1 is what plain decoding serves at most; every way wrote the same texts.\n\n"
                        + factors
                        + "\n![mean latency](simulate.png)\n\n"
                        + table.toMarkdown();
        Files.writeString(out.resolve("report.md"), text);
        SimulateCharts.write(out.resolve("simulate.png"), cells);
        say("%s%nThe report is in %s.", factors, out.resolve("report.md"));
    }

    private void say(String format, Object... arguments) {
        PrintWriter console = spec.commandLine().getOut();
        console.printf(Locale.ROOT, format + "%n", arguments);
        console.flush();
    }
}
