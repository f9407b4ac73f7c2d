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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM that this one started. Its owner closes it; unless it was detached it also ends by itself
 * when this JVM does, however that comes (see {@link Leash}).
 */
final class ChildJvm implements AutoCloseable {

    private static final File NOTHING = new File("/dev/null");

    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
    }

    /**
     * What to start.
     *
     * @param mainClass class whose {@code main} runs
     * @param classPath jars, directories, or directories with a trailing {@code *}
     * @param jvmOptions options of the JVM itself
     * @param arguments arguments of {@code main}
     * @param environment variables beside those of this JVM
     * @param workDirectory an existing directory that the owner deletes; the leash's class is put
     *     there
     * @param log file that standard output and error are appended to
     * @param detached whether it keeps running when this JVM ends
     */
    record Launch(
            String mainClass,
            List<Path> classPath,
            List<String> jvmOptions,
            List<String> arguments,
            Map<String, String> environment,
            Path workDirectory,
            Path log,
            boolean detached) {

        Launch detached(boolean detached) {
            return new Launch(
                    mainClass,
                    classPath,
                    jvmOptions,
                    arguments,
                    environment,
                    workDirectory,
                    log,
                    detached);
        }
    }

    /** Starts the JVM; returns without waiting for it to be ready. */
    static ChildJvm start(Launch launch) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(launch.jvmOptions());
        command.add("-cp");
        command.add(classPath(launch));
        if (!launch.detached()) {
            command.add(Leash.class.getName());
        }
        command.add(launch.mainClass());
        command.addAll(launch.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(launch.workDirectory().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        if (launch.detached()) {
            builder.redirectInput(NOTHING);
        }
        builder.environment().putAll(launch.environment());
        try {
            return new ChildJvm(builder.start());
        } catch (IOException e) {
            throw new LaunchException("Cannot start " + java + ": " + e.getMessage(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** The process itself, which outlives this JVM where it is detached. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Stops the JVM where it is, as if its machine had frozen; {@link #thaw()} lets it go on. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start();
            if (kill.waitFor() != 0) {
                throw new LaunchException("Cannot send " + name + " to process " + pid());
            }
        } catch (IOException e) {
            throw new LaunchException("Cannot run kill: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while sending " + name, e);
        }
    }

    /**
     * Waits for the JVM to end by itself.
     *
     * @return its exit status
     * @throws LaunchException if it does not end within the limit; it is killed then
     */
    int await(Duration limit) {
        if (!ended(limit)) {
            kill();
            throw new LaunchException(
                    "Process " + pid() + " did not end within " + limit.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /**
     * Ends the JVM as {@code kill -9} does and waits until it is gone. Does nothing a second time.
     */
    void kill() {
        process.destroyForcibly();
        ended(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        kill();
    }

    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String classPath(Launch launch) {
        String own =
                launch.classPath().stream().map(Path::toString).collect(Collectors.joining(":"));
        return launch.detached() ? own : unpackedLeash(launch.workDirectory()) + ":" + own;
    }

    private static Path unpackedLeash(Path workDirectory) {
        String resource = Leash.class.getName().replace('.', '/') + ".class";
        Path directory = workDirectory.resolve("leash");
        Path target = directory.resolve(resource);
        try (InputStream bytes = Leash.class.getClassLoader().getResourceAsStream(resource)) {
            Files.createDirectories(target.getParent());
            Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target, e);
        }
    }
}
