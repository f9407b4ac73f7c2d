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

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster's processes are told: {@code flink-conf/config.yaml} under the given overrides,
 * and the memory flags that Flink's start scripts would work out of both.
 */
final class ClusterConfiguration {

    private static final String TASK_MANAGER_VARIABLES = "containerized.taskmanager.env.";

    private final Path directory;
    private final Map<String, String> overrides;
    private final Configuration all;

    ClusterConfiguration(Path directory, Map<String, String> overrides) {
        this.directory = directory;
        this.overrides = new TreeMap<>(overrides);
        this.all =
                GlobalConfiguration.loadConfiguration(
                        directory.toString(), Configuration.fromMap(overrides));
    }

    List<String> jobManagerJvmOptions() {
        return jvmOptions(
                JobManagerProcessUtils.generateJvmParametersStr(jobManager(), all),
                CoreOptions.FLINK_JM_JVM_OPTIONS);
    }

    List<String> taskManagerJvmOptions() {
        return jvmOptions(
                ProcessMemoryUtils.generateJvmParametersStr(taskManager()),
                CoreOptions.FLINK_TM_JVM_OPTIONS);
    }

    /** Arguments of a job manager, with what sets this one apart from others. */
    List<String> jobManagerArguments(Map<String, String> own) {
        return arguments(JobManagerProcessUtils.generateDynamicConfigsStr(jobManager()), own);
    }

    /** Arguments of a task manager, with what sets this one apart from others. */
    List<String> taskManagerArguments(Map<String, String> own) {
        return arguments(TaskExecutorProcessUtils.generateDynamicConfigsStr(taskManager()), own);
    }

    /** Environment of every process, from the variables that the file sets for containers. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        all.toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(TASK_MANAGER_VARIABLES)) {
                                environment.put(
                                        key.substring(TASK_MANAGER_VARIABLES.length()), value);
                            }
                        });
        return environment;
    }

    private JobManagerProcessSpec jobManager() {
        return JobManagerProcessUtils.processSpecFromConfig(all);
    }

    private TaskExecutorProcessSpec taskManager() {
        return TaskExecutorProcessUtils.processSpecFromConfig(all);
    }

    private List<String> jvmOptions(String memory, ConfigOption<String> own) {
        List<String> options = new ArrayList<>(words(memory));
        options.addAll(words(all.get(CoreOptions.FLINK_JVM_OPTIONS)));
        options.addAll(words(all.get(own)));
        options.add("-Dlog4j2.configurationFile=" + directory.resolve("log4j.properties"));
        return options;
    }

    private List<String> arguments(String sizes, Map<String, String> own) {
        List<String> arguments = new ArrayList<>(List.of("--configDir", directory.toString()));
        arguments.addAll(words(sizes));
        overrides.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        own.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        return arguments;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
