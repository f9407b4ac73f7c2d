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
package io.pyramidion.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.OptionalInt;

/**
 * A stream that this process was started with. Each may be a terminal, whatever the others are;
 * {@code System.console()} and JLine speak only of all together.
 */
enum StandardStream {
    OUTPUT(1),
    ERROR(2);

    private static final int USUAL_WIDTH = 80;

    private final File device;

    StandardStream(int descriptor) {
        this.device = new File("/proc/self/fd/" + descriptor);
    }

    /**
     * The characters that fit on a line of the terminal; empty if the stream is none. Starts a
     * process each time.
     */
    OptionalInt terminalWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(device).start();
            String size =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return stty.waitFor() == 0 ? OptionalInt.of(width(size)) : OptionalInt.empty();
        } catch (IOException e) {
            // Closed, a socket, or no stty: nothing that can be drawn on.
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Whether the stream leads to another process, which may write anywhere. */
    boolean isPipe() {
        try {
            return !Files.readSymbolicLink(device.toPath()).isAbsolute();
        } catch (IOException e) {
            // Closed: what is written goes nowhere.
            return false;
        }
    }

    /** The second of two numbers; 0 where the terminal does not know it. */
    static int width(String size) {
        String[] numbers = size.strip().split(" ");
        int width = numbers.length == 2 ? Integer.parseInt(numbers[1]) : 0;
        return width > 0 ? width : USUAL_WIDTH;
    }
}
