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

import io.pyramidion.local.FreePorts;
import io.pyramidion.operators.rest.FlinkRest;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A cluster that runs one job, started from the image's tree as the image's entry point starts it:
 * its class path, configuration, environment and main classes. A home directory of its own shows
 * whatever would be written outside of {@code /tmp}. Owns the processes; {@link #close()} ends
 * them.
 */
final class ImageCluster implements AutoCloseable {

    private static final String JOB_MANAGER =
            "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
    private static final String TASK_MANAGER =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String JOB = "io.pyramidion.job.PyramidionMain";

    private final ImageTree tree;
    private final Path folder;
    private final Map<String, String> settings;
    private final Configuration flink;
    private final List<Process> processes = new ArrayList<>();
    private final Thread hook = new Thread(this::kill);

    /**
     * @param folder an existing folder for logs, checkpoints and what a container has in /tmp
     * @param settings Flink options that override the image's
     */
    ImageCluster(ImageTree tree, Path folder, Map<String, String> settings) {
        this.tree = tree;
        this.folder = folder;
        this.settings = new TreeMap<>(settings);
        this.settings.put("io.tmp.dirs", folder.toString());
        this.settings.put("rest.port", Integer.toString(FreePorts.next()));
        this.settings.put("rest.bind-port", this.settings.get("rest.port"));
        this.settings.put("jobmanager.rpc.port", Integer.toString(FreePorts.next()));
        for (String listener :
                List.of(
                        "jobmanager.rpc.address",
                        "jobmanager.bind-host",
                        "taskmanager.host",
                        "taskmanager.bind-host",
                        "rest.address",
                        "rest.bind-address")) {
            this.settings.put(listener, "127.0.0.1");
        }
        this.flink =
                GlobalConfiguration.loadConfiguration(
                        conf().toString(), Configuration.fromMap(this.settings));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    FlinkRest rest() {
        return new FlinkRest(URI.create("http://127.0.0.1:" + settings.get("rest.port")));
    }

    /**
     * Starts the job manager with the job.
     *
     * @param before arguments of the entry point, for example a savepoint
     * @param job the job's own arguments
     * @param metricsPort where Prometheus would ask it
     */
    Process startJobManager(List<String> before, List<String> job, int metricsPort) {
        JobManagerProcessSpec spec = JobManagerProcessUtils.processSpecFromConfig(flink);
        List<String> arguments = new ArrayList<>();
        arguments.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(spec)));
        arguments.addAll(options(metricsPort));
        arguments.addAll(List.of("--job-classname", JOB));
        arguments.addAll(before);
        arguments.addAll(job);
        return start(
                "job-manager",
                JOB_MANAGER,
                JobManagerProcessUtils.generateJvmParametersStr(spec, flink),
                flink.get(CoreOptions.FLINK_JM_JVM_OPTIONS),
                arguments);
    }

    /** Starts one more task manager. */
    Process startTaskManager(int metricsPort) {
        TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(flink);
        List<String> arguments =
                new ArrayList<>(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
        arguments.addAll(options(metricsPort));
        return start(
                "task-manager-" + processes.size(),
                TASK_MANAGER,
                ProcessMemoryUtils.generateJvmParametersStr(spec),
                flink.get(CoreOptions.FLINK_TM_JVM_OPTIONS),
                arguments);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        kill();
    }

    private void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(
            String name, String mainClass, String memory, String own, List<String> arguments) {
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words(memory));
        command.addAll(words(flink.get(CoreOptions.FLINK_JVM_OPTIONS)));
        command.addAll(words(own));
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Duser.home=" + tree.flink());
        command.add("-Djava.io.tmpdir=" + folder);
        command.add("-Dlog4j.configurationFile=" + conf().resolve("log4j-console.properties"));
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(List.of("--configDir", conf().toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(tree.environment());
        builder.environment().put("DJL_CACHE_DIR", folder.resolve("djl").toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("HOME", tree.flink().toString());
        builder.environment().put("FLINK_HOME", tree.flink().toString());
        builder.environment().put("FLINK_LIB_DIR", tree.flink().resolve("lib").toString());
        builder.environment().put("FLINK_PLUGINS_DIR", tree.flink().resolve("plugins").toString());
        builder.environment().put("FLINK_CONF_DIR", conf().toString());
        try {
            Process process = builder.start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> options(int metricsPort) {
        List<String> options = new ArrayList<>();
        settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
        options.add("-Dmetrics.reporter.prom.port=" + metricsPort);
        return options;
    }

    private Path conf() {
        return tree.flink().resolve("conf");
    }

    private String classPath() {
        try (Stream<Path> jars = Files.list(tree.flink().resolve("lib"))) {
            return String.join(":", jars.map(Path::toString).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
