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
package io.pyramidion.engine.template.operation;

import io.pyramidion.engine.template.value.UnsupportedTemplateException;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Times in the manner of Python's {@code strftime} on Linux, in English. */
public final class PythonTime {

    private PythonTime() {}

    /**
     * Formats a time that, as in Python, knows no zone.
     *
     * @throws UnsupportedTemplateException for directives that are not known
     */
    public static String format(ZonedDateTime time, String format) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%' || i + 1 == format.length()) {
                text.append(format.charAt(i));
                continue;
            }
            char flag = format.charAt(++i);
            boolean flagged =
                    (flag == '-' || flag == '_' || flag == '0') && i + 1 < format.length();
            char directive = flagged ? format.charAt(++i) : flag;
            text.append(directive(time, directive, flagged ? flag : 0));
        }
        return text.toString();
    }

    private static String directive(ZonedDateTime time, char directive, char flag) {
        return switch (directive) {
            case 'd' -> number(time.getDayOfMonth(), 2, '0', flag);
            case 'e' -> number(time.getDayOfMonth(), 2, ' ', flag);
            case 'm' -> number(time.getMonthValue(), 2, '0', flag);
            case 'Y' -> number(time.getYear(), 1, '0', flag);
            case 'y' -> number(time.getYear() % 100, 2, '0', flag);
            case 'H' -> number(time.getHour(), 2, '0', flag);
            case 'k' -> number(time.getHour(), 2, ' ', flag);
            case 'I' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, '0', flag);
            case 'l' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, ' ', flag);
            case 'M' -> number(time.getMinute(), 2, '0', flag);
            case 'S' -> number(time.getSecond(), 2, '0', flag);
            case 'j' -> number(time.getDayOfYear(), 3, '0', flag);
            case 'u' -> number(time.getDayOfWeek().getValue(), 1, '0', flag);
            case 'w' -> number(time.getDayOfWeek().getValue() % 7, 1, '0', flag);
            default -> word(time, directive, flag);
        };
    }

    private static String word(ZonedDateTime time, char directive, char flag) {
        String text =
                switch (directive) {
                    case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
                    case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
                    case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
                    case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
                    case 'p' -> time.getHour() < 12 ? "AM" : "PM";
                    case 'f' -> "%06d".formatted(time.getNano() / 1000);
                    case 'Z', 'z' -> "";
                    case 'n' -> "\n";
                    case 't' -> "\t";
                    case '%' -> "%";
                    case 'D', 'x' -> format(time, "%m/%d/%y");
                    case 'F' -> format(time, "%Y-%m-%d");
                    case 'T', 'X' -> format(time, "%H:%M:%S");
                    case 'R' -> format(time, "%H:%M");
                    case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
                    case 'r' -> format(time, "%I:%M:%S %p");
                    default -> throw unknown(directive, flag);
                };
        if (flag != 0) {
            throw unknown(directive, flag);
        }
        return text;
    }

    private static UnsupportedTemplateException unknown(char directive, char flag) {
        String between = flag == 0 ? "" : String.valueOf(flag);
        return new UnsupportedTemplateException("%" + between + directive + " in strftime_now");
    }

    private static String number(int value, int width, char fill, char flag) {
        if (flag == '-') {
            return Integer.toString(value);
        }
        char pad = flag == '_' ? ' ' : flag == '0' ? '0' : fill;
        String digits = Integer.toString(value);
        return String.valueOf(pad).repeat(Math.max(0, width - digits.length())) + digits;
    }
}
