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
import org.apache.flink.configuration.description.HtmlFormatter;

import java.util.stream.Collectors;

/** Writes the configuration page of the documentation from the options. */
final class OptionsPage {

    private static final String HEAD =
            """
            # Configuration

            <!-- Written by OptionsPageTest from the options; do not edit. -->

            Options are read from a YAML file (`--config FILE`, keys nested or dotted) and from
            arguments (`--key value` or `--key=value`); arguments win. You may leave out the prefix
            `pyramidion.`. If a key is unknown, a value has the wrong type or two options contradict
            each other, the job does not start and one line says why. Options of Flink itself are
            given under `flink.`, for example `--flink.execution.checkpointing.timeout "2 min"`. On a
            cluster, the options of its machines (memory, slots, ports) stay as the cluster was
            started with, and the job decides [some options](#flinks-own-options) itself. The
            dashboard shows every option in effect under the job's configuration.

            ```yaml
            pyramidion:
              kafka:
                bootstrap-servers: localhost:9092
                reply-topics: [answers]
              model:
                target: models/target
                qualifier: models/qualifier
                draft: models/draft
              job.parallelism: 2
            flink.execution.checkpointing.timeout: 2 min
            ```
            """;

    private static final String FLINK =
            """

            ## Flink's own options

            You may give every option of Flink under `flink.`. The job sets the following ones
            itself, because another value would break one of its promises: it refuses your value, or
            accepts it and names it in a warning in the log. Flink's older spellings of these keys
            count as well.

            | Key | The job |
            |---|---|
            """;

    private OptionsPage() {}

    static String text() {
        return HEAD
                + OptionCatalogue.GROUPS.stream()
                        .map(OptionsPage::section)
                        .collect(Collectors.joining())
                + FLINK
                + FlinkDecisions.ALL.stream()
                        .map(d -> "| `%s` | %s |\n".formatted(d.flink().key(), d.words()))
                        .collect(Collectors.joining());
    }

    private static String section(OptionCatalogue.Group group) {
        return "\n## "
                + group.title()
                + "\n\n| Key | Default | Type | Description |\n|---|---|---|---|\n"
                + group.options().stream().map(OptionsPage::row).collect(Collectors.joining());
    }

    private static String row(BoundedOption<?> option) {
        return "| `%s` | %s | %s | %s Allowed: %s. |\n"
                .formatted(
                        option.key(),
                        standard(option),
                        option.limit().type().replace("<", "&lt;").replace(">", "&gt;"),
                        new HtmlFormatter().format(option.configOption().description()),
                        option.limit().words());
    }

    private static String standard(BoundedOption<?> option) {
        if (!option.configOption().hasDefaultValue()) {
            return option.isRequired() ? "required" : "(none)";
        }
        String value = BoundedOption.text(option.defaultValue());
        return value.isEmpty() || value.equals("{}") ? "(empty)" : "`" + value + "`";
    }
}
