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
package io.pyramidion.cli.web;

import io.pyramidion.cli.terminal.Resources;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Optional;

/** Whether there is a page to watch, a {@link Mixin} of commands that run a job. */
public final class ConsoleArguments {

    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--console",
            paramLabel = "PORT",
            description = {
                "Serve a page on this port of loopback that shows texts as they stream and lets you"
                        + " send prompts; 0 takes any free port. Its address is printed (default:"
                        + " no page)."
            })
    private Optional<String> port = Optional.empty();

    /**
     * The page, if one is asked for.
     *
     * @param resources what ends it
     * @throws ParameterException if the port is none
     * @throws io.pyramidion.cli.terminal.CommandException if the port is in use
     */
    public Optional<WebConsole> open(Resources resources) {
        check();
        return port.map(number -> WebConsole.open(Integer.parseInt(number), resources));
    }

    /**
     * Checks the port, for commands that do other things before they open the page.
     *
     * @throws ParameterException if it is none
     */
    public void check() {
        if (port.isPresent() && !isPort(port.get())) {
            throw new ParameterException(
                    command.commandLine(),
                    "--console is " + port.get() + "; allowed: 0 to " + MAX_PORT + ".");
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAX_PORT;
    }

    /** Whether a page is asked for. */
    public boolean isAsked() {
        return port.isPresent();
    }
}
