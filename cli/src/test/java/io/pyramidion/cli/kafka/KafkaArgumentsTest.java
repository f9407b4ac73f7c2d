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

import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.ValueFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaArgumentsTest {

    @TempDir private Path folder;

    @Test
    void takesTheKafkaOptionsOfAFileAndNothingElse() throws IOException {
        Path file =
                file(
                        """
                        kafka:
                          bootstrap-servers: broker:9092
                          result-topic: answers
                          value-format: avro
                          properties.client.rack: east
                        engine.max-running: none
                        enigne.context: 5
                        """);

        Topics topics = topics(file, "--kafka-property", "client.id=me");

        assertThat(topics.bootstrapServers()).isEqualTo("broker:9092");
        assertThat(topics.results()).isEqualTo("answers");
        assertThat(topics.deltas()).isEqualTo("pyramidion.deltas");
        assertThat(topics.format()).isEqualTo(ValueFormat.AVRO);
        assertThat(topics.clientProperties())
                .containsEntry("client.rack", "east")
                .containsEntry("client.id", "me");
    }

    @Test
    void needsNoAddressInTheFileIfItIsAnArgument() throws IOException {
        Path file = file("kafka.result-topic: answers\n");

        assertThat(topics(file, "--bootstrap-servers", "other:1").bootstrapServers())
                .isEqualTo("other:1");
        assertThatThrownBy(() -> topics(file))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("pyramidion.kafka.bootstrap-servers is missing");
    }

    @Test
    void refusesKafkaOptionsThatCannotBeUsed() throws IOException {
        Path unknown = file("kafka.result-topics: answers\n");
        assertThatThrownBy(() -> topics(unknown))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("did you mean pyramidion.kafka.result-topic?");

        Path same = file("kafka.bootstrap-servers: h:1\nkafka.result-topic: pyramidion.deltas\n");
        assertThatThrownBy(() -> topics(same))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("pyramidion.deltas; allowed: a topic other than");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "settings", ".yaml"), text);
    }

    private static Topics topics(Path file, String... more) {
        KafkaArguments arguments = new KafkaArguments();
        String[] all =
                Stream.concat(Stream.of("--config", file.toString()), Stream.of(more))
                        .toArray(String[]::new);
        new CommandLine(new TestCommand(arguments)).parseArgs(all);
        return arguments.topics();
    }

    /** Holds the arguments as the commands do. */
    @CommandLine.Command
    private static final class TestCommand {

        @CommandLine.Mixin private final KafkaArguments kafka;

        TestCommand(KafkaArguments kafka) {
            this.kafka = kafka;
        }
    }
}
