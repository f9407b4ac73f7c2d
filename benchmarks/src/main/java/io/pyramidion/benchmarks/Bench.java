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
package io.pyramidion.benchmarks;

import io.pyramidion.benchmarks.ablation.AblationBench;
import io.pyramidion.benchmarks.adapt.AdaptBench;
import io.pyramidion.benchmarks.bulk.BulkBench;
import io.pyramidion.benchmarks.chaos.ChaosCommand;
import io.pyramidion.benchmarks.chaos.RecoveryCommand;
import io.pyramidion.benchmarks.control.ControlBench;
import io.pyramidion.benchmarks.decode.DecodeBench;
import io.pyramidion.benchmarks.exact.ExactBench;
import io.pyramidion.benchmarks.gpu.GpuBench;
import io.pyramidion.benchmarks.loading.LoadingBench;
import io.pyramidion.benchmarks.micro.MicroCommand;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.options.Counts;
import io.pyramidion.benchmarks.passes.PassesBench;
import io.pyramidion.benchmarks.profile.ProfileBench;
import io.pyramidion.benchmarks.rounds.RoundSplit;
import io.pyramidion.benchmarks.serve.ServeBench;
import io.pyramidion.benchmarks.serve.WaveBench;
import io.pyramidion.benchmarks.session.SessionBench;
import io.pyramidion.benchmarks.simulate.SimulateBench;
import io.pyramidion.benchmarks.soak.OverloadCommand;
import io.pyramidion.benchmarks.soak.SoakCommand;
import io.pyramidion.benchmarks.templates.TemplatesBench;
import io.pyramidion.benchmarks.weights.WeightsBench;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.local.LaunchException;
import io.pyramidion.simulation.SimulationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code pyramidion bench}: the measurements, one subcommand each. */
@Command(
        name = "pyramidion bench",
        description = "Measurements that anyone can rerun; compare figures within one run only.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RoundSplit.class,
            DecodeBench.class,
            AdaptBench.class,
            ExactBench.class,
            AblationBench.class,
            GpuBench.class,
            PassesBench.class,
            LoadingBench.class,
            WeightsBench.class,
            MicroCommand.class,
            TemplatesBench.class,
            SessionBench.class,
            BulkBench.class,
            ChaosCommand.class,
            RecoveryCommand.class,
            SoakCommand.class,
            OverloadCommand.class,
            ControlBench.class,
            ProfileBench.class,
            SimulateBench.class,
            ServeBench.class,
            WaveBench.class
        })
public final class Bench {

    private Bench() {}

    /** Runs a benchmark. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Exit status 0: done; 1: it cannot run, said in one line; 2: the command line is wrong. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Bench());
        line.setExecutionExceptionHandler(
                (e, command, result) -> {
                    if (e instanceof BenchException
                            || e instanceof LaunchException
                            || e instanceof SimulationException
                            || e instanceof ModelException
                            || e instanceof InvalidRequestException) {
                        command.getErr().println("pyramidion bench: " + e.getMessage());
                        return 1;
                    }
                    throw e;
                });
        line.setExecutionStrategy(
                parsed -> {
                    try {
                        Counts.check(parsed);
                    } catch (BenchException e) {
                        line.getErr().println("pyramidion bench: " + e.getMessage());
                        return 1;
                    }
                    return new CommandLine.RunLast().execute(parsed);
                });
        return line;
    }
}
