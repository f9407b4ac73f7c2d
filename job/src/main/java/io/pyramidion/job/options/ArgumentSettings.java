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
package io.pyramidion.job.options;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code --key value} and {@code --key=value}; of a key given twice the last one wins. */
final class ArgumentSettings {

    private static final String DASHES = "--";

    private ArgumentSettings() {}

    static Map<String, String> read(List<String> arguments) {
        Map<String, String> entries = new LinkedHashMap<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!argument.startsWith(DASHES) || argument.length() == DASHES.length()) {
                throw new OptionException(
                        "Argument " + argument + " is not expected; allowed: --key value");
            }
            int equals = argument.indexOf('=');
            if (equals > 0) {
                entries.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else {
                entries.put(argument.substring(2), value(argument, rest));
            }
        }
        return entries;
    }

    private static String value(String argument, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : DASHES;
        if (value.startsWith(DASHES)) {
            throw new OptionException(argument + " has no value; allowed: " + argument + " value");
        }
        return value;
    }
}
