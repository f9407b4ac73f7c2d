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

import org.jline.utils.WCWidth;

import java.time.Duration;
import java.util.Locale;

/** Texts and numbers in the form that fits on a line of a terminal. */
public final class Text {

    private static final String MORE = "…";

    private Text() {}

    /** One line without control characters; line ends are shown as ⏎. */
    public static String line(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ⏎ ").replaceAll("\\p{Cntrl}", " ");
    }

    /** The start of a text, at most {@code width} columns. */
    public static String head(String text, int width) {
        if (columns(text) <= width) {
            return text;
        }
        int end = 0;
        int room = width - 1;
        while (room >= columns(text.codePointAt(end))) {
            room -= columns(text.codePointAt(end));
            end = text.offsetByCodePoints(end, 1);
        }
        return text.substring(0, end) + MORE;
    }

    /** The end of a text, at most {@code width} columns. */
    public static String tail(String text, int width) {
        if (columns(text) <= width) {
            return text;
        }
        int start = text.length();
        int room = width - 1;
        while (room >= columns(text.codePointBefore(start))) {
            room -= columns(text.codePointBefore(start));
            start = text.offsetByCodePoints(start, -1);
        }
        return MORE + text.substring(start);
    }

    /**
     * A text whose lines end between words. A word that is wider stays whole.
     *
     * @param width columns of a line; 0 if there is no limit
     */
    public static String wrapped(String text, int width) {
        StringBuilder lines = new StringBuilder();
        int used = 0;
        for (String word : text.split(" ", -1)) {
            int columns = columns(Style.plain(word));
            boolean fits = used == 0 || width == 0 || used + 1 + columns <= width;
            lines.append(lines.isEmpty() ? "" : fits ? " " : System.lineSeparator()).append(word);
            used = fits && used > 0 ? used + 1 + columns : columns;
        }
        return lines.toString();
    }

    /** A text filled with blanks to {@code width} columns. */
    public static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - columns(text)));
    }

    /** A number with its noun: {@code 1 token}, {@code 2 tokens}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** Milliseconds, as seconds or minutes where they are many. */
    public static String time(double milliseconds) {
        if (milliseconds < 1000) {
            return String.format(Locale.ROOT, "%.0f ms", milliseconds);
        }
        return milliseconds < 60_000
                ? String.format(Locale.ROOT, "%.1f s", milliseconds / 1000)
                : wholeTime(Duration.ofMillis(Math.round(milliseconds)));
    }

    /** A time in whole seconds, or in minutes or hours where they are many. */
    public static String wholeTime(Duration time) {
        Duration rounded = Duration.ofSeconds(Math.round(time.toMillis() / 1000.0));
        if (rounded.toHours() > 0) {
            return rounded.toHours() + " h " + rounded.toMinutesPart() + " min";
        }
        return rounded.toMinutes() > 0
                ? rounded.toMinutes() + " min " + rounded.toSecondsPart() + " s"
                : rounded.toSeconds() + " s";
    }

    /** How many a second, with decimals where they are few. */
    public static String perSecond(long number, Duration time) {
        double rate = number / Math.max(0.001, time.toMillis() / 1000.0);
        return String.format(Locale.ROOT, rate < 1 ? "%.2f" : rate < 9.95 ? "%.1f" : "%.0f", rate);
    }

    private static int columns(String text) {
        return text.codePoints().map(Text::columns).sum();
    }

    /** The columns that a character takes: two for Chinese ones, none for an accent. */
    private static int columns(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
    }
}
