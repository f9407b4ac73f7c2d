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

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * A terminal that understands cursor movement. Honours NO_COLOR. Safe for use by several threads:
 * Ctrl-C closes it while another thread draws; what is drawn after that is left out.
 */
final class TerminalScreen implements Screen {

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final int MIN_WIDTH = 40;

    private final Terminal terminal;
    private final PrintWriter out;
    private final Style style;
    private final LiveLines live = new LiveLines();
    private boolean closed;

    private TerminalScreen(Terminal terminal) {
        this.terminal = terminal;
        this.out = terminal.writer();
        this.style = Style.ofTerminal();
    }

    /** The terminal that standard output is; empty if it is none. */
    static Optional<Screen> open() {
        if (System.console() == null) {
            return Optional.empty();
        }
        try {
            // With native signals JLine gives Ctrl-C the system's own meaning: the JVM would end at
            // once, without the hooks that stop what was started.
            Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new TerminalScreen(terminal));
        } catch (IOException e) {
            // A terminal that cannot be opened is used as a plain file.
            return Optional.empty();
        }
    }

    @Override
    public synchronized void print(String line) {
        if (closed) {
            return;
        }
        List<String> below = live.shown();
        out.print(live.removed());
        out.println(line);
        draw(below);
    }

    @Override
    public synchronized void live(List<String> lines) {
        if (closed) {
            return;
        }
        draw(lines);
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Style style() {
        return style;
    }

    @Override
    public int width() {
        int width = terminal.getWidth();
        return Math.max(MIN_WIDTH, width);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        out.print(live.removed() + SHOW_CURSOR);
        out.flush();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot restore the terminal", e);
        }
    }

    private void draw(List<String> lines) {
        out.print(lines.isEmpty() ? "" : HIDE_CURSOR);
        out.print(live.replaced(lines));
        out.flush();
    }
}
