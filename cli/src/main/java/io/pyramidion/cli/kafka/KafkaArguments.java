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
package io.pyramidion.cli.kafka;

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.operators.settings.BoundedOption;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of commands that are clients of a running job: which broker, which topics. */
public final class KafkaArguments {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The job's configuration file. Only kafka.* is read; the other arguments"
                            + " override it.")
    private Path config;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers (default: those of --config, or 127.0.0.1:9092).")
    private String bootstrapServers;

    @Option(
            names = "--format",
            paramLabel = "json|avro",
            description = "Format of the record values (default: that of --config, or json).")
    private ValueFormat format;

    @Option(
            names = "--kafka-property",
            paramLabel = "NAME=VALUE",
            description = "Setting of the Kafka client, for example security.protocol=SSL.")
    private Map<String, String> properties = new LinkedHashMap<>();

    /**
     * The topics that the arguments name. Of the file only the Kafka options count.
     *
     * @throws io.pyramidion.job.options.OptionException if they cannot be used
     */
    public Topics topics() {
        Topics base =
                config == null
                        ? standard()
                        : Topics.of(SettingsLoader.loadKafka(config, addresses()));
        Map<String, String> merged = new LinkedHashMap<>(base.clientProperties());
        merged.putAll(properties);
        return new Topics(
                bootstrapServers == null ? base.bootstrapServers() : bootstrapServers,
                base.requests(),
                base.results(),
                base.deltas(),
                base.deadLetters(),
                format == null ? base.format() : format,
                merged);
    }

    /** Given here, they need not be in the file. */
    private Map<String, String> addresses() {
        return bootstrapServers == null
                ? Map.of()
                : Map.of(KafkaOptions.BOOTSTRAP_SERVERS.key(), bootstrapServers);
    }

    private static Topics standard() {
        return new Topics(
                "127.0.0.1:9092",
                standard(KafkaOptions.REQUEST_TOPIC),
                standard(KafkaOptions.RESULT_TOPIC),
                standard(KafkaOptions.DELTA_TOPIC),
                standard(KafkaOptions.DEAD_LETTER_TOPIC),
                standard(KafkaOptions.VALUE_FORMAT),
                Map.of());
    }

    private static <T> T standard(BoundedOption<T> option) {
        return option.defaultValue();
    }
}
