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
import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.FleetSettings;
import picocli.CommandLine.Option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What serves. */
final class FleetArguments {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6}))?");

    @Option(
            names = "--slots",
            paramLabel = "N",
            description =
                    "Sequences that a task manager runs at once, its KV slots (default: ${DEFAULT-VALUE}).")
    private int slots = 32;

    @Option(
            names = "--task-managers",
            paramLabel = "A..B",
            description = "Fleets to consider: a range, or one number (default: ${DEFAULT-VALUE}).")
    private String taskManagers = "1..1000";

    @Option(
            names = "--prefill-tokens",
            paramLabel = "N",
            description =
                    "Prompt tokens that a round reads at most, engine.prefill-tokens (default: ${DEFAULT-VALUE}).")
    private int prefillTokens = 256;

    @Option(
            names = "--context",
            paramLabel = "N",
            description =
                    "Tokens of a sequence, engine.context; longer requests are cut (default: ${DEFAULT-VALUE}).")
    private int context = 8192;

    @Option(
            names = "--max-waiting",
            paramLabel = "N",
            description =
                    "Requests that wait in a task manager before its source is held back, engine.max-waiting (default: ${DEFAULT-VALUE}).")
    private int maxWaiting = 32;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "MS",
            description = "Milliseconds between checkpoints; 0 for none (default: 0).")
    private double checkpointInterval;

    @Option(
            names = "--checkpoint-pause",
            paramLabel = "MS",
            description = "Milliseconds that a checkpoint keeps rounds from running (default: 0).")
    private double checkpointPause;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description =
                    "Simulate at most N task managers of a fleet: they fare alike; 0 simulates all (default: ${DEFAULT-VALUE}).")
    private int sample = 8;

    FleetSettings settings() {
        return new FleetSettings(
                slots, prefillTokens, context, maxWaiting, checkpointInterval, checkpointPause);
    }

    int contextTokens() {
        return context;
    }

    /** Task managers of a fleet that are simulated at most. */
    int simulated() {
        if (sample < 0) {
            throw new SimulationException("--sample is " + sample + "; allowed: at least 0");
        }
        return sample == 0 ? Integer.MAX_VALUE : sample;
    }

    /** The smallest and the largest fleet. */
    int[] range() {
        Matcher range = RANGE.matcher(taskManagers.strip());
        int least = range.matches() ? Integer.parseInt(range.group(1)) : 0;
        int most =
                range.matches() && range.group(2) != null
                        ? Integer.parseInt(range.group(2))
                        : least;
        if (least < 1 || most < least || most > Fleet.MAX_TASK_MANAGERS) {
            throw new SimulationException(
                    "--task-managers is %s; allowed: a number or A..B, from 1 to %d"
                            .formatted(taskManagers, Fleet.MAX_TASK_MANAGERS));
        }
        return new int[] {least, most};
    }
}
