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
import io.pyramidion.cli.terminal.StatusLines;
import io.pyramidion.job.JobStart;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a run makes of what an earlier one has left; none of these starts Flink. */
class BatchRunTest {

    private static final String ANSWERS = "{\"text\":\"a\"}\n{\"text\":\"b\"}\n";

    @TempDir private Path folder;

    private final StringWriter err = new StringWriter();
    private Path output;
    private RunFolder left;

    @BeforeEach
    void leaveARun() throws IOException {
        Files.writeString(folder.resolve("in.jsonl"), "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\n");
        output = folder.resolve("out.jsonl");
        left = RunFolder.of(output);
        Files.createDirectories(left.checkpoints());
        Settings settings = settings(arguments("models/target"));
        RunManifest.of(settings, JobStart.check(settings, false).inputs(), Instant.now())
                .write(left.manifest());
        Files.writeString(output, ANSWERS);
    }

    @Test
    void aRunThatWasKilledAfterItsLastRowIsComplete() throws IOException {
        progress(2, 0);

        run(arguments("models/target"), "", true);

        assertThat(err.toString()).contains("2 rows in ", "2 completed, 0 failed");
        assertThat(output).hasContent(ANSWERS);
        assertThat(left.path()).doesNotExist();
    }

    @Test
    void tooManyErrorsAreToldOfARunThatCameToItsEnd() throws IOException {
        progress(1, 1);

        assertThatThrownBy(() -> run(arguments("models/target"), "0", true))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "Complete: 1 of 2 rows failed; allowed: --max-errors 0. The output has all"
                                + " rows");
        assertThat(left.path()).doesNotExist();
    }

    @Test
    void withoutItsCheckpointARunThatIsNotCompleteLosesNothing() throws IOException {
        progress(1, 0);

        for (String target : new String[] {"models/target", "models/another"}) {
            assertThatThrownBy(() -> run(arguments(target), "", true))
                    .isInstanceOf(OptionException.class)
                    .hasMessageContaining(output + "; allowed: a file that does not exist");
        }
        assertThat(output).hasContent(ANSWERS);
    }

    @Test
    void aStartThatFailedIsNoRunToGoOnWith() {
        for (boolean resume : new boolean[] {false, true}) {
            assertThatThrownBy(() -> run(arguments("models/corrected"), "", resume))
                    .isInstanceOf(OptionException.class)
                    .hasMessageContaining(output + "; allowed: a file that does not exist");
        }
    }

    @Test
    void aRunWithACheckpointGoesOnAsItBegan() throws IOException {
        Path checkpoint = Files.createDirectories(left.checkpoints().resolve("job/chk-1"));
        Files.writeString(checkpoint.resolve("_metadata"), "");

        assertThatThrownBy(() -> run(arguments("models/target"), "", false))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is not complete: a run was interrupted");
        assertThatThrownBy(() -> run(arguments("models/another"), "", true))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Cannot resume: the command has changed");
    }

    private void progress(int completed, int failed) throws IOException {
        Files.writeString(
                left.progress(), "{\"completed\":%d,\"failed\":%d}".formatted(completed, failed));
    }

    private void run(BatchArguments arguments, String maxErrors, boolean resume) {
        PrintWriter printer = new PrintWriter(err, true);
        BatchReport report =
                new BatchReport(printer, printer, StatusLines.none(printer), false, false);
        ErrorLimit limit = ErrorLimit.of(maxErrors.isEmpty() ? null : maxErrors);
        try (RunFolder own = RunFolder.of(output)) {
            new BatchRun(own, arguments, settings(arguments), report, limit).run(resume);
        }
    }

    private BatchArguments arguments(String target) {
        return CommandLine.populateCommand(
                new BatchArguments(),
                "--input",
                folder + "/in.jsonl",
                "--output",
                output.toString(),
                "--target",
                target);
    }

    private static Settings settings(BatchArguments arguments) {
        return SettingsLoader.load(arguments.entries(), Map.of());
    }
}
