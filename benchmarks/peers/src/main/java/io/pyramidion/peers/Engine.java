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
package io.pyramidion.peers;

import io.pyramidion.peers.worker.Setup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whose code is measured, and how its worker is started. */
enum Engine {
    PYRAMIDION("Pyramidion", "PyramidionWorker"),
    JAVA_LLAMA("java-llama.cpp", "JavaLlamaWorker"),
    NODE_LLAMA("node-llama-cpp", "");

    private static final String WORKERS = "io.pyramidion.peers.worker.";

    private final String label;
    private final String worker;

    Engine(String label, String worker) {
        this.label = label;
        this.worker = worker;
    }

    /**
     * The command line of a worker.
     *
     * @param script the one for Node.js, without which there is none
     */
    List<String> command(Setup setup, Optional<Path> script) {
        List<String> command = new ArrayList<>();
        if (this == NODE_LLAMA) {
            command.addAll(List.of("node", script.orElseThrow().toString()));
        } else {
            // As `run` started this one: with the same classes.
            command.addAll(
                    List.of(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx1g",
                            "-XX:+UseSerialGC",
                            "-Dlog4j2.configurationFile="
                                    + System.getProperty("log4j2.configurationFile"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            WORKERS + worker));
        }
        command.addAll(setup.arguments());
        return command;
    }

    @Override
    public String toString() {
        return label;
    }
}
