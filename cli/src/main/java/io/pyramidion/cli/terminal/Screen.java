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

import java.util.List;

/**
 * Where a command shows its progress: lines that stay, and below them a few that change. Used by
 * one thread.
 */
public interface Screen extends AutoCloseable {

    /** The screen that standard output is. */
    static Screen open() {
        return TerminalScreen.open().orElseGet(PlainScreen::new);
    }

    /** Writes a line that stays. */
    void print(String line);

    /** Replaces the changing lines; a screen that cannot change lines leaves them out. */
    void live(List<String> lines);

    /** Whether {@link #live} shows anything. */
    boolean isLive();

    Style style();

    /** Characters that fit on a line. */
    int width();

    /** Removes the changing lines and gives the terminal back. */
    @Override
    void close();
}
