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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the processes of a Flink cluster are started. */
final class FlinkProcesses {

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final Installation installation;
    private final Path folder;
    private final Path plugins;
    private final ClusterConfiguration configuration;
    private final boolean detached;

    /**
     * @param folder an existing folder, for logs
     * @param overrides Flink options that override {@code flink-conf/config.yaml}
     */
    FlinkProcesses(
            Installation installation,
            Path folder,
            Map<String, String> overrides,
            boolean detached) {
        this.installation = installation;
        this.folder = folder;
        this.plugins = TemporaryFolder.create(folder, "plugins");
        this.configuration = new ClusterConfiguration(installation.flinkConfiguration(), overrides);
        this.detached = detached;
    }

    Path jobJar() {
        return installation.jobJar();
    }

    /**
     * @param name of its log
     * @param own Flink options of this job manager
     * @param more JVM options beside those of the configuration
     */
    ChildJvm.Launch jobManager(String name, Map<String, String> own, List<String> more) {
        return process(
                JOB_MANAGER,
                name,
                configuration.jobManagerJvmOptions(),
                more,
                configuration.jobManagerArguments(own));
    }

    /**
     * @param own Flink options of this task manager
     * @param more JVM options beside those of the configuration
     */
    ChildJvm.Launch taskManager(int number, Map<String, String> own, List<String> more) {
        String name = "task-manager-" + number;
        Map<String, String> settings = new HashMap<>(own);
        settings.put("taskmanager.resource-id", name);
        return process(
                TASK_MANAGER,
                name,
                configuration.taskManagerJvmOptions(),
                more,
                configuration.taskManagerArguments(settings));
    }

    private ChildJvm.Launch process(
            String mainClass,
            String name,
            List<String> jvmOptions,
            List<String> more,
            List<String> arguments) {
        Map<String, String> environment = new HashMap<>(configuration.environment());
        environment.put("FLINK_CONF_DIR", installation.flinkConfiguration().toString());
        environment.put("FLINK_PLUGINS_DIR", plugins.toString());
        Path log = folder.resolve(name + ".log");
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(more);
        // Where the dashboard finds the log.
        options.add("-Dlog.file=" + log);
        return new ChildJvm.Launch(
                mainClass,
                installation.flinkClassPath(),
                options,
                arguments,
                environment,
                folder,
                log,
                detached);
    }
}
