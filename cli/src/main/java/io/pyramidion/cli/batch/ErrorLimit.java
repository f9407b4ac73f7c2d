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
package io.pyramidion.cli.batch;

import io.pyramidion.cli.terminal.CommandException;

/**
 * How many rows may fail before a run is stopped.
 *
 * @param words as it was typed; empty if there is no limit
 * @param rows of all, or
 * @param share of all rows
 */
record ErrorLimit(String words, long rows, double share) {

    /**
     * Reads {@code 10} or {@code 5%}; null is no limit.
     *
     * @throws CommandException if it is neither
     */
    static ErrorLimit of(String words) {
        if (words == null) {
            return new ErrorLimit("", Long.MAX_VALUE, 0);
        }
        if (words.matches("[0-9]{1,18}")) {
            return new ErrorLimit(words, Long.parseLong(words), 0);
        }
        if (words.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%")) {
            double percent = Double.parseDouble(words.substring(0, words.length() - 1));
            if (percent <= 100) {
                return new ErrorLimit(words, -1, percent / 100);
            }
        }
        throw new CommandException(
                "--max-errors is " + words + "; allowed: a whole number, or 0% to 100%");
    }

    boolean isExceeded(long failed, long total) {
        return failed > (rows >= 0 ? rows : Math.floor(share * total));
    }
}
