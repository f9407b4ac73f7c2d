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

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Standard output that is a file or a pipe: plain lines, no colours, nothing that changes. */
final class PlainScreen implements Screen {

    private static final int WIDTH = 120;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Override
    public void print(String line) {
        out.println(line);
    }

    @Override
    public void live(List<String> lines) {
        // Lines that change cannot be shown in a file.
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public Style style() {
        return new Style(false);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void close() {
        out.flush();
    }
}
