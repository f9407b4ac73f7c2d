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
package io.pyramidion.deploy;

import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.operators.settings.EngineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a job would start with the options that it is given, in the memory that it is given. */
final class JobCheck {

    private static final String OPTIONS = "/etc/pyramidion/job/job.yaml";
    private static final int MAX_PARALLELISM = 128;

    private final Deployment deployment;
    private final List<String> problems = new ArrayList<>();
    private final Optional<String> options;

    JobCheck(Deployment deployment, List<Resource> resources) {
        this.deployment = deployment;
        this.options =
                resources.stream()
                        .filter(it -> it.is("ConfigMap") && it.name().equals("pyramidion-job"))
                        .map(it -> it.at("/data/job.yaml").asText())
                        .findFirst();
    }

    List<String> problems() {
        memory();
        try {
            compare(settings());
        } catch (OptionException e) {
            problems.add(e.getMessage());
        }
        return problems;
    }

    private void memory() {
        Configuration flink = deployment.flink();
        try {
            TaskExecutorProcessUtils.processSpecFromConfig(flink);
            JobManagerProcessUtils.processSpecFromConfig(flink);
        } catch (IllegalConfigurationException e) {
            problems.add("memory: " + e.getMessage());
        }
    }

    /** The job's options, as the job itself reads them. */
    private Settings settings() {
        List<String> arguments = new ArrayList<>(deployment.arguments());
        int at = arguments.indexOf(OPTIONS);
        if (at < 0 || options.isEmpty()) {
            throw new OptionException("job.args do not name " + OPTIONS + " of a config map");
        }
        try {
            Path file = Files.createTempFile("job", ".yaml");
            try {
                Files.writeString(file, options.get());
                arguments.set(at, file.toString());
                return SettingsLoader.load(arguments.toArray(String[]::new));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(Settings settings) {
        int wanted = settings.get(JobOptions.PARALLELISM);
        if (wanted != deployment.parallelism()) {
            problems.add(
                    "job.parallelism is "
                            + deployment.parallelism()
                            + ", but "
                            + wanted
                            + " in the job's options");
        }
        if (settings.get(JobOptions.MAX_PARALLELISM) != MAX_PARALLELISM
                || !options.orElse("").contains("max-parallelism")) {
            problems.add("job.max-parallelism is not pinned to " + MAX_PARALLELISM);
        }
        long caches =
                settings.get(EngineOptions.KV_MEMORY).getBytes()
                        * (onGpu() ? 0 : deployment.slots());
        long offHeap = deployment.flink().get(TaskManagerOptions.TASK_OFF_HEAP_MEMORY).getBytes();
        if (caches >= offHeap) {
            problems.add(
                    "taskmanager.memory.task.off-heap.size has no room for the models beside"
                            + " engine.kv-memory of each slot");
        }
    }

    private boolean onGpu() {
        return deployment.settings().containsKey("external-resources");
    }
}
