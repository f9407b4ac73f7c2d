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
package io.pyramidion.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The built source tree that this JVM was started from, and where its parts lie. Immutable; reads
 * the file system only when asked for a part.
 *
 * @param root the repository's root directory, absolute
 */
public record Installation(Path root) {

    /** System property that names the root. */
    public static final String ROOT_PROPERTY = "pyramidion.root";

    /** Environment variable that names the root where the property is not set. */
    public static final String ROOT_VARIABLE = "PYRAMIDION_HOME";

    /**
     * The installation that {@value #ROOT_PROPERTY} or {@value #ROOT_VARIABLE} names.
     *
     * @throws LaunchException if neither is set or it names no installation
     */
    public static Installation current() {
        String named = System.getProperty(ROOT_PROPERTY, System.getenv(ROOT_VARIABLE));
        if (named == null) {
            throw new LaunchException(
                    "Neither system property "
                            + ROOT_PROPERTY
                            + " nor environment variable "
                            + ROOT_VARIABLE
                            + " names the installation; bin/pyramidion sets it.");
        }
        Path root = Path.of(named).toAbsolutePath().normalize();
        if (!Files.isDirectory(root.resolve("broker"))) {
            throw new LaunchException(
                    root + " is not a Pyramidion installation: there is no broker/ in it");
        }
        return new Installation(root);
    }

    /** Class path of the Kafka broker and of Kafka's console tools. */
    public List<Path> brokerClassPath() {
        return List.of(anyJarIn(root.resolve("broker/target/broker-lib")));
    }

    /** Log4j configuration of the broker's JVM. */
    Path brokerLogging() {
        return root.resolve("broker/log4j2.properties");
    }

    /** Class path of Flink's own processes: Flink, the engine and what the engine needs. */
    public List<Path> flinkClassPath() {
        List<Path> classPath = new ArrayList<>();
        classPath.add(anyJarIn(root.resolve("flink/target/flink-lib")));
        classPath.add(onlyJar(root.resolve("engine/target"), "pyramidion-engine-"));
        classPath.add(anyJarIn(root.resolve("engine/target/engine-lib")));
        return classPath;
    }

    /** The shaded job jar, as it is submitted to a cluster. */
    public Path jobJar() {
        return existing(root.resolve("job/target/pyramidion-job.jar"));
    }

    /** Directory of a cluster's {@code config.yaml} and logging. */
    public Path flinkConfiguration() {
        return root.resolve("flink-conf");
    }

    /** Directory of a bundled model: {@code draft}, {@code qualifier} or {@code target}. */
    public Path model(String name) {
        return existing(root.resolve("models").resolve(name));
    }

    private static Path anyJarIn(Path directory) {
        existing(directory);
        return directory.resolve("*");
    }

    private static Path onlyJar(Path directory, String prefix) {
        existing(directory);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, prefix + "*.jar")) {
            for (Path jar : jars) {
                if (!jar.toString().endsWith("-tests.jar")) {
                    return jar;
                }
            }
        } catch (IOException e) {
            throw new LaunchException("Cannot read " + directory + ": " + FileProblem.words(e), e);
        }
        throw new LaunchException(
                "There is no " + prefix + "*.jar in " + directory + "; " + HOW_TO_BUILD);
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new LaunchException(path + " does not exist; " + HOW_TO_BUILD);
        }
        return path;
    }

    private static final String HOW_TO_BUILD = "build it with: mvn -DskipTests package";
}
