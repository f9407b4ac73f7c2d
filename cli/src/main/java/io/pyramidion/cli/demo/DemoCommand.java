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
package io.pyramidion.cli.demo;

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.cli.terminal.Resources;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.web.ConsoleArguments;
import io.pyramidion.cli.web.WebConsole;
import io.pyramidion.job.kafka.StartException;
import io.pyramidion.local.LaunchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code pyramidion demo}: everything real, on this machine, with the bundled models. */
@Command(
        name = "demo",
        description = {
            "Start a Kafka broker and the job on a local Flink, send prompts, show the texts as"
                    + " they arrive, and print a summary.",
            "The demo runs until you press Ctrl-C, which stops everything that it started."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Option(
            names = "--once",
            description =
                    "End after the summary. The exit status is 0 only if every result arrived exactly"
                            + " once and every malformed record reached the dead letters.")
    private boolean once;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Subtasks that decode (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Mixin private ConsoleArguments console;

    @Override
    public Integer call() {
        try (Resources resources = new Resources()) {
            try {
                Screen screen = Screen.open();
                resources.add(screen::close);
                return run(resources, screen);
            } catch (CommandException | LaunchException | StartException e) {
                if (resources.isClosed()) {
                    return INTERRUPTED;
                }
                throw e;
            }
        }
    }

    private int run(Resources resources, Screen screen) {
        Optional<WebConsole> page = console.open(resources);
        DemoPlace place = DemoPlace.start(parallelism, page, resources, screen);
        DemoRun run = new DemoRun(place, screen);
        boolean good = run.firstRequests();
        if (once) {
            return good ? 0 : 1;
        }
        new DemoConversation(run, screen).run();
        return 0;
    }
}
