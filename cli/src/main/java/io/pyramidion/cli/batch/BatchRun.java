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
package io.pyramidion.cli.batch;

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.cli.terminal.Resources;
import io.pyramidion.job.JobStart;
import io.pyramidion.job.PyramidionJob;
import io.pyramidion.job.files.Counts;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LaunchException;
import io.pyramidion.local.LocalFlink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One run over the rows of an input, from where an earlier one was interrupted if there was one.
 */
final class BatchRun {

    private static final long LOOK_MS = 200;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final RunFolder folder;
    private final BatchArguments arguments;
    private final Settings settings;
    private final BatchReport report;
    private final ErrorLimit limit;

    BatchRun(
            RunFolder folder,
            BatchArguments arguments,
            Settings settings,
            BatchReport report,
            ErrorLimit limit) {
        this.folder = folder;
        this.arguments = arguments;
        this.settings = settings;
        this.report = report;
        this.limit = limit;
    }

    /**
     * Runs until every row is answered.
     *
     * @param resume whether to go on with an interrupted run
     * @throws CommandException if it is stopped before
     */
    void run(boolean resume) {
        boolean interrupted = folder.exists();
        if (interrupted && !resume && !arguments.overwrites()) {
            throw new CommandException(
                    arguments.output()
                            + " is not complete: a run was interrupted. Go on with --resume, or"
                            + " start again with --overwrite");
        }
        boolean goesOn = interrupted && resume;
        if (interrupted) {
            folder.take();
        }
        JobStart.Checked checked = JobStart.check(settings, goesOn);
        RunManifest manifest = RunManifest.of(settings, checked.inputs(), Instant.now());
        Instant started = manifest.started();
        if (goesOn) {
            RunManifest before = RunManifest.read(folder.manifest());
            before.requireSame(manifest);
            started = before.started();
        }
        folder.take();
        if (!goesOn) {
            folder.clear();
            manifest.write(folder.manifest());
        }
        Optional<Path> checkpoint = goesOn ? folder.lastCheckpoint() : Optional.empty();
        run(new JobStart.Checked(left(started), checked.inputs()), checkpoint);
        folder.delete();
    }

    /** The time that is left of {@code --within}: it counts from the beginning of all. */
    private Settings left(Instant started) {
        return settings.find(FileOptions.WITHIN)
                .map(within -> Duration.between(Instant.now(), started.plus(within)))
                .map(left -> left.compareTo(SHORTEST) > 0 ? left : SHORTEST)
                .map(left -> settings.with(FileOptions.WITHIN, left))
                .orElse(settings);
    }

    private void run(JobStart.Checked checked, Optional<Path> checkpoint) {
        Counts before = checkpoint.isPresent() ? counts() : Counts.NONE;
        try (Resources resources = new Resources()) {
            report.begins(checked.inputs(), checkpoint.isPresent(), before);
            LocalFlink flink = start(checked, checkpoint);
            resources.add(flink::close);
            report.runs(flink.rest().address());
            Watch watch = new Watch(flink, checked.inputs().rows());
            watch.start();
            try {
                flink.awaitEnd();
            } catch (LaunchException e) {
                throw watch.explained(e, arguments.output());
            } finally {
                watch.end();
            }
        } finally {
            report.clear();
        }
        report.ends(counts(), checked.inputs().rows(), arguments.output());
    }

    private LocalFlink start(JobStart.Checked checked, Optional<Path> checkpoint) {
        Map<String, String> flinkOptions = new HashMap<>(settings.flinkConfiguration().toMap());
        checkpoint.ifPresent(
                path -> {
                    flinkOptions.put("execution.state-recovery.path", path.toUri().toString());
                    flinkOptions.put("execution.state-recovery.claim-mode", "CLAIM");
                });
        return LocalFlink.start(
                Installation.current(),
                new LocalFlink.Launch(
                        settings.get(JobOptions.NAME),
                        settings.get(JobOptions.PARALLELISM),
                        FreePorts.next(),
                        flinkOptions,
                        environment ->
                                PyramidionJob.build(
                                        environment, checked.settings(), checked.inputs())));
    }

    private Counts counts() {
        try {
            return Counts.read(folder.progress()).orElse(Counts.NONE);
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot read " + folder.progress() + ": " + e.getMessage(), e);
        }
    }

    /** Looks how far the run is while the command waits for its end. */
    private final class Watch implements Runnable {

        private final LocalFlink flink;
        private final long rows;
        private final Thread thread = new Thread(this, "batch progress");
        private volatile boolean ended;
        private volatile Optional<CommandException> stopped = Optional.empty();

        private Watch(LocalFlink flink, long rows) {
            this.flink = flink;
            this.rows = rows;
        }

        private void start() {
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run() {
            while (!ended) {
                Counts counts = counts();
                report.shows(counts, rows);
                if (limit.isExceeded(counts.failed(), rows)) {
                    stopped = Optional.of(tooMany(counts));
                    flink.close();
                    return;
                }
                try {
                    Thread.sleep(LOOK_MS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private CommandException tooMany(Counts counts) {
            return new CommandException(
                    "Stopped: %d of %d rows failed; allowed: --max-errors %s. Go on with --resume"
                            .formatted(counts.failed(), rows, limit.words()));
        }

        private void end() {
            ended = true;
            if (stopped.isEmpty()) {
                thread.interrupt();
            }
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private CommandException explained(LaunchException failure, String output) {
            return stopped.orElseGet(
                    () ->
                            new CommandException(
                                    (folder.isFull()
                                                    ? "No space is left beside " + output
                                                    : failure.getMessage())
                                            + ". What is done stays in "
                                            + output
                                            + "; go on with --resume",
                                    failure));
        }
    }
}
