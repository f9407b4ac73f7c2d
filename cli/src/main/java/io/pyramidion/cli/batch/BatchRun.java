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
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.files.OutputCheck;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.local.FileProblem;
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
     * @throws CommandException if it is stopped before, or more rows failed than may
     */
    void run(boolean resume) {
        if (folder.exists()) {
            folder.take();
        }
        boolean interrupted = folder.hasBegun();
        if (interrupted && !resume && !arguments.overwrites()) {
            throw new CommandException(
                    arguments.output()
                            + " is not complete: a run was interrupted. Go on with --resume, or"
                            + " start again with --overwrite");
        }
        if (interrupted && resume) {
            resume();
        } else {
            begin(JobStart.check(settings, false).inputs());
        }
    }

    private void resume() {
        JobStart.Checked checked = JobStart.check(settings, true);
        RunManifest before = RunManifest.read(folder.manifest());
        RunManifest now = RunManifest.of(settings, checked.inputs(), before.started());
        Optional<Path> checkpoint = folder.lastCheckpoint();
        if (checkpoint.isPresent()) {
            before.requireSame(now);
            run(checked.inputs(), before.started(), checkpoint);
        } else if (before.equals(now) && isComplete(checked.inputs())) {
            report.begins(checked.inputs(), true, counts());
            end(checked.inputs().rows());
        } else {
            // Without its checkpoint nobody knows what is in the output.
            OutputCheck.check(settings, checked.inputs(), false);
            begin(checked.inputs());
        }
    }

    /** Flink deletes the last checkpoint of a job that is done some time before this process is. */
    private boolean isComplete(Inputs inputs) {
        return counts().rows() == inputs.rows() && OutputCheck.isComplete(settings, inputs);
    }

    private void begin(Inputs inputs) {
        folder.take();
        folder.clear();
        RunManifest manifest = RunManifest.of(settings, inputs, Instant.now());
        manifest.write(folder.manifest());
        run(inputs, manifest.started(), Optional.empty());
    }

    /** The time that is left of {@code --within}: it counts from the beginning of all. */
    private Settings left(Instant started) {
        return settings.find(FileOptions.WITHIN)
                .map(within -> Duration.between(Instant.now(), started.plus(within)))
                .map(left -> left.compareTo(SHORTEST) > 0 ? left : SHORTEST)
                .map(left -> settings.with(FileOptions.WITHIN, left))
                .orElse(settings);
    }

    private void run(Inputs inputs, Instant started, Optional<Path> checkpoint) {
        Counts before = checkpoint.isPresent() ? counts() : Counts.NONE;
        try (Resources resources = new Resources()) {
            report.begins(inputs, checkpoint.isPresent(), before);
            LocalFlink flink = start(left(started), inputs, checkpoint);
            resources.add(flink::close);
            report.runs(flink.rest().address());
            await(flink, inputs.rows());
        } catch (LaunchException e) {
            throw explained(e);
        } finally {
            report.clear();
        }
        end(inputs.rows());
    }

    private void await(LocalFlink flink, long rows) {
        BatchWatch watch =
                new BatchWatch(
                        () -> {
                            Counts counts = counts();
                            report.shows(counts, rows);
                            requireFewErrors(counts, rows, "Stopped", "Go on with --resume");
                        },
                        flink::close);
        try {
            flink.awaitEnd();
        } catch (LaunchException e) {
            Optional<CommandException> stopped = watch.end();
            if (stopped.isPresent()) {
                throw stopped.get();
            }
            throw e;
        } finally {
            // What it found in a job that has ended by itself is looked for once more.
            watch.end();
        }
    }

    /** Every row is answered. */
    private void end(long rows) {
        Counts counts = counts();
        report.ends(
                counts,
                rows,
                arguments.output(),
                settings.find(FileOptions.ERRORS).orElse(arguments.output()));
        folder.delete();
        requireFewErrors(counts, rows, "Complete", "The output has all rows");
    }

    private void requireFewErrors(Counts counts, long rows, String state, String next) {
        if (limit.isExceeded(counts.failed(), rows)) {
            throw new CommandException(
                    "%s: %d of %d rows failed; allowed: --max-errors %s. %s"
                            .formatted(state, counts.failed(), rows, limit.words(), next));
        }
    }

    private CommandException explained(LaunchException failure) {
        String why =
                folder.isFull()
                        ? "No space is left beside " + arguments.output()
                        : failure.getMessage();
        return new CommandException(
                folder.hasBegun()
                        ? why
                                + ". What is done stays in "
                                + arguments.output()
                                + "; go on with --resume"
                        : why,
                failure);
    }

    private LocalFlink start(Settings left, Inputs inputs, Optional<Path> checkpoint) {
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
                        environment -> PyramidionJob.build(environment, left, inputs)));
    }

    private Counts counts() {
        try {
            return Counts.read(folder.progress()).orElse(Counts.NONE);
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot read " + folder.progress() + ": " + FileProblem.words(e), e);
        }
    }
}
