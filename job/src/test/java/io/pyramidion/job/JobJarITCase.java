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
package io.pyramidion.job;

import io.pyramidion.local.Installation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in the jar that a cluster gets, and what is not. */
class JobJarITCase {

    /** Beginnings of the only names that may be in the jar. */
    private static final List<String> ALLOWED =
            List.of(
                    "META-INF/",
                    "LICENSE",
                    "NOTICE",
                    // The job.
                    "io/pyramidion/job/",
                    "io/pyramidion/operators/",
                    "io/pyramidion/schemas/",
                    // Of Flink what no distribution has in lib/: the connector and Avro.
                    "org/apache/flink/connector/",
                    "org/apache/flink/formats/avro/",
                    "org/apache/flink/streaming/connectors/kafka/",
                    "org/apache/flink/streaming/util/serialization/JSONKeyValue",
                    // Kafka's client, the schemas of its protocol, its compression.
                    "org/apache/kafka/",
                    "common/message/",
                    "kafka/kafka-version.properties",
                    "com/github/luben/zstd/",
                    "net/jpountz/",
                    "org/xerial/snappy/",
                    "darwin/",
                    "linux/",
                    "win/",
                    // Traces, and how they are sent.
                    "io/opentelemetry/",
                    // What Flink or the engine bring in other versions, under names of its own.
                    "org/apache/avro/",
                    "io/pyramidion/shaded/commons/",
                    "io/pyramidion/shaded/jackson/",
                    "io/pyramidion/shaded/snakeyaml/");

    /** Libraries whose traces may stand in META-INF neither. */
    private static final List<String> OF_THE_COMMAND_LINE =
            List.of("picocli", "jline", "pyramidion-cli", "pyramidion-local", "demo");

    private static List<String> entries;
    private static String mainClass;

    @BeforeAll
    static void list() throws IOException {
        try (JarFile jar = new JarFile(Installation.current().jobJar().toFile())) {
            entries =
                    jar.stream()
                            .filter(entry -> !entry.isDirectory())
                            .map(ZipEntry::getName)
                            .toList();
            mainClass = jar.getManifest().getMainAttributes().getValue("Main-Class");
        }
    }

    @Test
    void holdsTheJobTheOperatorsTheSchemasAndTheConnector() {
        assertThat(mainClass).isEqualTo("io.pyramidion.job.PyramidionMain");
        assertThat(entries)
                .contains(
                        "io/pyramidion/job/PyramidionMain.class",
                        "io/pyramidion/operators/chain/GenerationChain.class",
                        "io/pyramidion/schemas/GenerationRequest.class",
                        "org/apache/flink/connector/kafka/source/KafkaSource.class",
                        "org/apache/flink/formats/avro/typeutils/AvroTypeInfo.class");
    }

    /** Flink, DJL, the engine, weights, the command line, the demo: none is on the list. */
    @Test
    void holdsNothingThatIsNotOnTheList() {
        assertThat(entries)
                .filteredOn(entry -> ALLOWED.stream().noneMatch(entry::startsWith))
                .isEmpty();
    }

    @Test
    void holdsNoTraceOfTheCommandLineOrOfALocalCluster() {
        assertThat(entries)
                .filteredOn(entry -> OF_THE_COMMAND_LINE.stream().anyMatch(entry::contains))
                .isEmpty();
    }

    /** A prefix that nothing needs any more would let in what comes back by accident. */
    @Test
    void needsEveryPrefixOfTheList() {
        assertThat(ALLOWED)
                .allSatisfy(
                        prefix -> assertThat(entries).anyMatch(entry -> entry.startsWith(prefix)));
    }
}
