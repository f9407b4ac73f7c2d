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
package io.pyramidion.job.files;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.lines.StrictUtf8;

import java.util.ArrayList;
import java.util.List;

/**
 * The first line of a CSV file, which names the columns and shows how the file is written.
 *
 * @param names of the columns in their order; spreadsheets leave some empty
 * @param separator what stands between cells
 * @param marked whether the file begins with a byte order mark, by which Excel knows UTF-8
 * @param lineEnd what ends its lines
 */
record CsvHeader(List<String> names, char separator, boolean marked, String lineEnd) {

    /** In the order in which they are believed, if the line has as many of one as of another. */
    static final String SEPARATORS = ",;\t";

    private static final String RETURN = "\r";
    private static final String MARK = "\uFEFF";

    CsvHeader {
        names = List.copyOf(names);
    }

    /**
     * Reads a header.
     *
     * @param line as the file has it, with its byte order mark and a carriage return at its end
     * @throws InvalidRequestException if it is not a row of CSV
     */
    static CsvHeader of(String line) {
        String row = StrictUtf8.withoutMark(line);
        boolean returned = row.endsWith(RETURN);
        row = returned ? row.substring(0, row.length() - 1) : row;
        char separator = separator(row);
        return new CsvHeader(
                new CsvText(separator).cells(row),
                separator,
                line.startsWith(MARK),
                returned ? "\r\n" : "\n");
    }

    /** What stands most often between what is quoted. */
    private static char separator(String row) {
        int[] found = new int[SEPARATORS.length()];
        boolean quoted = false;
        for (int i = 0; i < row.length(); i++) {
            char character = row.charAt(i);
            quoted ^= character == '"';
            int kind = SEPARATORS.indexOf(character);
            if (!quoted && kind >= 0) {
                found[kind]++;
            }
        }
        int most = 0;
        for (int kind = 1; kind < found.length; kind++) {
            most = found[kind] > found[most] ? kind : most;
        }
        return SEPARATORS.charAt(most);
    }

    /** Whether rows of files with these headers may stand in one file. */
    boolean isLike(CsvHeader other) {
        return separator == other.separator && names.equals(other.names);
    }

    /** Beginning of a file with these columns and further ones behind them. */
    String with(List<String> added) {
        List<String> all = new ArrayList<>(names);
        all.addAll(added);
        return (marked ? MARK : "") + new CsvText(separator).row(all) + lineEnd;
    }
}
