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
package io.pyramidion.sql.client;

import io.pyramidion.local.Installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command as users have it, bin/pyramidion, but on the class path of the test: what it would
 * build is not built yet when tests run.
 */
final class Launcher {

    private static final List<String> BUILT =
            List.of(
                    "broker/target/broker-lib",
                    "engine/target/engine-lib",
                    "flink/target/flink-lib",
                    "job/target/pyramidion-job.jar",
                    "parquet/target/parquet-lib",
                    "sql/target/pyramidion-sql.jar",
                    "sql/target/sql-lib",
                    "cli/target/cli-lib",
                    "benchmarks/target/benchmarks-lib");

    private static final String JAVA =
            """
            #!/usr/bin/env bash
            if [ "$1" = -version ]; then exec '%1$s' -version; fi
            arguments=(-XX:TieredStopAtLevel=1)
            while [ $# -gt 0 ]; do
              if [ "$1" = -cp ]; then
                arguments+=(-cp '%2$s')
                shift 2
              else
                arguments+=("$1")
                shift
              fi
            done
            exec '%1$s' "${arguments[@]}"
            """;

    private final Path home;
    private final Path output;

    private Launcher(Path home, Path output) {
        this.home = home;
        this.output = output;
    }

    /** What a process said, and its exit status. */
    record Run(String output, int status) {}

    /** An installation in a folder that counts as built. */
    static Launcher in(Path folder) throws IOException {
        Path root = Installation.current().root();
        Path home = folder.resolve("home");
        for (String part : BUILT) {
            Files.createDirectories(home.resolve(part));
        }
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("sql/src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createFile(home.resolve("sql/pom.xml"));
        for (String part : List.of("flink-conf", "models", "sql/conf")) {
            copy(root.resolve(part), home.resolve(part));
        }
        Files.copy(root.resolve("bin/pyramidion"), home.resolve("bin/pyramidion"));
        Files.createDirectories(home.resolve("target"));
        Files.createFile(home.resolve("target/built"));
        Path java = Files.createDirectories(home.resolve("java/bin")).resolve("java");
        Files.writeString(
                java,
                JAVA.formatted(
                        ProcessHandle.current().info().command().orElseThrow(),
                        System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return new Launcher(home, folder.resolve("output"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }

    /** Runs a command to its end. */
    Run run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add("bash");
        command.add(home.resolve("bin/pyramidion").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", home.resolve("java").toString());
        builder.environment().remove("FLINK_CONF_DIR");
        Process process = builder.start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("still running: " + Files.readString(output));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(Files.readString(output), process.exitValue());
    }
}
