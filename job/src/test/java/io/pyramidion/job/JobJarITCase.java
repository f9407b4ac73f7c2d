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

    private static final List<String> FLINK_OF_THE_JOB =
            List.of(
                    "org/apache/flink/connector/",
                    "org/apache/flink/formats/avro/",
                    "org/apache/flink/streaming/connectors/kafka/",
                    "org/apache/flink/streaming/util/serialization/JSONKeyValue");

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

    @Test
    void holdsNoFlinkOfItsOwn() {
        assertThat(entries)
                .filteredOn(entry -> entry.startsWith("org/apache/flink/"))
                .allMatch(entry -> FLINK_OF_THE_JOB.stream().anyMatch(entry::startsWith));
        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("org/slf4j/"))
                .noneMatch(entry -> entry.startsWith("org/apache/logging/"));
    }

    @Test
    void holdsNeitherTheEngineNorDjlNorWeights() {
        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("io/pyramidion/engine/"))
                .noneMatch(entry -> entry.startsWith("ai/djl/"))
                .noneMatch(entry -> entry.endsWith(".safetensors"))
                .noneMatch(entry -> entry.endsWith(".pt"))
                .noneMatch(entry -> entry.contains("libtorch"));
    }

    @Test
    void relocatesWhatFlinkOrTheEngineBringInOtherVersions() {
        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("com/fasterxml/jackson/"))
                .noneMatch(entry -> entry.startsWith("org/yaml/"))
                .noneMatch(entry -> entry.startsWith("org/apache/commons/"))
                .anyMatch(entry -> entry.startsWith("io/pyramidion/shaded/jackson/"));
    }
}
