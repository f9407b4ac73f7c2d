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
package io.pyramidion.cli;

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.engine.lines.MalformedTextException;
import io.pyramidion.engine.lines.StrictUtf8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The arguments of the command line as they were typed, in UTF-8. In a locale of another encoding,
 * such as the C locale of many containers, Java has replaced what it could not read before it calls
 * anyone.
 */
final class CommandLineText {

    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/cmdline");

    private CommandLineText() {}

    /**
     * The arguments as the system has them.
     *
     * @param arguments as Java hands them over: what it cannot read may have become question marks
     * @throws CommandException if one is no UTF-8: it would be another text
     */
    static String[] of(String[] arguments) {
        try {
            return Files.isReadable(OF_THIS_PROCESS)
                    ? of(arguments, Files.readAllBytes(OF_THIS_PROCESS))
                    : arguments;
        } catch (IOException e) {
            throw new CommandException(OF_THIS_PROCESS + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param system the whole command with a NUL behind each of its parts: Java, its options, the
     *     class, the arguments
     */
    static String[] of(String[] arguments, byte[] system) {
        String[] texts = new String[arguments.length];
        int end = system.length - 1;
        for (int i = arguments.length - 1; i >= 0; i--) {
            int start = end;
            while (start > 0 && system[start - 1] != 0) {
                start--;
            }
            try {
                texts[i] = StrictUtf8.decode(system, start, end - start);
            } catch (MalformedTextException e) {
                throw new CommandException("argument " + (i + 1) + " " + e.getMessage());
            }
            end = start - 1;
        }
        return texts;
    }
}
