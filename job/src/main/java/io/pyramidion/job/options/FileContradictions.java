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

import io.pyramidion.operators.settings.BoundedOption;
import org.apache.flink.configuration.Configuration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses options of files that are fine by themselves but not together. */
final class FileContradictions {

    private static final List<BoundedOption<String>> COLUMNS =
            List.of(
                    FileOptions.PROMPT_COLUMN,
                    FileOptions.MESSAGES_COLUMN,
                    FileOptions.ID_COLUMN,
                    FileOptions.SESSION_COLUMN);

    /** Their results repeat rows that were read in the same format. */
    private static final Set<FileFormat> OF_FILES = Set.of(FileFormat.OPENAI, FileFormat.CSV);

    private FileContradictions() {}

    static void check(Configuration options) {
        if (JobOptions.SOURCE.get(options) == Endpoint.FILES) {
            require(FileOptions.INPUT, JobOptions.SOURCE, options);
        } else if (OF_FILES.contains(FileOptions.FORMAT.get(options))) {
            throw refused(
                    FileOptions.FORMAT,
                    FileOptions.FORMAT.get(options),
                    "auto, jsonl, avro, parquet, while " + JobOptions.SOURCE.named(Endpoint.KAFKA));
        }
        if (JobOptions.SINK.get(options) == Endpoint.FILES) {
            require(FileOptions.OUTPUT, JobOptions.SINK, options);
        }
        if (FileOptions.SYSTEM.isGiven(options) && !FileOptions.CHAT.get(options)) {
            throw new OptionException(
                    FileOptions.SYSTEM.key()
                            + " is given; allowed: none, while "
                            + FileOptions.CHAT.named(false));
        }
        checkColumns(options);
    }

    private static void require(
            BoundedOption<String> path, BoundedOption<Endpoint> endpoint, Configuration options) {
        if (!path.isGiven(options)) {
            throw new OptionException(
                    path.key() + " is missing; needed with " + endpoint.named(Endpoint.FILES));
        }
    }

    private static void checkColumns(Configuration options) {
        Map<String, String> uses = new HashMap<>();
        for (BoundedOption<String> option : COLUMNS) {
            String column = option.get(options);
            String other = uses.put(column, option.key());
            if (other != null) {
                throw refused(option, column, "a column other than that of " + other);
            }
        }
    }

    private static OptionException refused(BoundedOption<?> option, Object value, String allowed) {
        return new OptionException(option.refusal(value, allowed));
    }
}
