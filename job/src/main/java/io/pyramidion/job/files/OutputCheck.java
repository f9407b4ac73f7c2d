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
package io.pyramidion.job.files;

import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileFormat;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.BoundedOption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the files that will be written before the job starts, so that what is wrong is said in
 * one line, and nothing that stands there is lost.
 */
public final class OutputCheck {

    private final FileFormat format;
    private final Optional<String> input;
    private final boolean replaces;
    private final Set<FileIdentity> read = new HashSet<>();
    private final Set<FileIdentity> written = new HashSet<>();

    private OutputCheck(Settings settings, Inputs inputs, boolean replaces) throws IOException {
        this.format = inputs.format();
        this.input =
                settings.get(JobOptions.SOURCE) == Endpoint.FILES
                        ? settings.find(FileOptions.INPUT)
                        : Optional.empty();
        this.replaces = replaces;
        for (InputFile file : inputs.files()) {
            if (InputFinder.isLocal(file.path())) {
                read.add(FileIdentity.of(InputFinder.local(file.path())));
            }
        }
    }

    /**
     * Checks output and error file.
     *
     * @param goesOn whether the job starts from a checkpoint, which knows how long they are
     * @throws OptionException naming the first option at fault
     */
    public static void check(Settings settings, Inputs inputs, boolean goesOn) {
        place(settings, FileOptions.OUTPUT);
        place(settings, FileOptions.ERRORS);
        Targets targets = Targets.of(settings, inputs);
        try {
            OutputCheck check =
                    new OutputCheck(
                            settings, inputs, goesOn || settings.get(FileOptions.OVERWRITE));
            for (String file : targets.outputs().toList()) {
                check.file(FileOptions.OUTPUT, file);
            }
            if (targets.errorFile().isPresent()) {
                check.file(FileOptions.ERRORS, targets.errors());
            }
        } catch (IOException e) {
            throw refused(
                    FileOptions.OUTPUT,
                    targets.output(),
                    "a place that can be read (" + e.getMessage() + ")");
        }
    }

    /** Whether all is there that a job leaves that is complete. */
    public static boolean isComplete(Settings settings, Inputs inputs) {
        return Targets.of(settings, inputs)
                .always()
                .allMatch(
                        file -> {
                            Path path = Path.of(file);
                            Path grown = Formats.written(inputs.format(), file);
                            return Files.exists(path)
                                    && (grown.equals(path) || !Files.exists(grown));
                        });
    }

    /**
     * Where an output is on this machine.
     *
     * @param output as {@code files.output} has it
     * @throws OptionException if it is not on a file system that is mounted
     */
    public static Path place(String output) {
        return place(FileOptions.OUTPUT, output);
    }

    private static void place(Settings settings, BoundedOption<String> option) {
        settings.find(option).ifPresent(path -> place(option, path));
    }

    private static Path place(BoundedOption<String> option, String path) {
        if (!InputFinder.isLocal(path)) {
            throw refused(option, path, "a path of a file system that is mounted");
        }
        return InputFinder.local(path);
    }

    private void file(BoundedOption<String> option, String file) throws IOException {
        Path path = Path.of(file);
        if (FileEnding.contradicts(file, format)) {
            throw refused(option, path, "a name that fits the format of the rows, " + format);
        }
        path(option, path);
        Path grown = Formats.written(format, file);
        if (!grown.equals(path)) {
            path(option, grown);
        }
    }

    private void path(BoundedOption<String> option, Path path) throws IOException {
        FileIdentity identity = FileIdentity.of(path);
        if (read.contains(identity)) {
            throw refused(option, path, "a file that is not part of the input");
        }
        if (Files.isDirectory(path)) {
            throw refused(option, path, "a file, not a folder");
        }
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw refused(option, path, "a file, not a link to what does not exist");
        }
        // Else the next start, which is to go on, reads what this one has written.
        if (input.isPresent() && InputFinder.takesIn(input.get(), path)) {
            throw refused(
                    option,
                    path,
                    "a place outside of the input's folder, or a name that is not read as input");
        }
        if (!written.add(identity)) {
            throw refused(option, path, "a file other than the output");
        }
        if (Files.exists(path) && !replaces) {
            throw refused(
                    option,
                    path,
                    "a file that does not exist, unless with " + FileOptions.OVERWRITE.key());
        }
        requireWritable(option, path);
    }

    private static void requireWritable(BoundedOption<String> option, Path path) {
        Path deepest = path;
        while (deepest != null && !Files.exists(deepest)) {
            deepest = deepest.getParent();
        }
        boolean folder = deepest != null && (deepest.equals(path) || Files.isDirectory(deepest));
        if (!folder || !Files.isWritable(deepest)) {
            throw refused(option, path, "a path that may be written; " + deepest + " may not");
        }
    }

    private static OptionException refused(
            BoundedOption<String> option, Object value, String allowed) {
        return new OptionException(option.refusal(value, allowed));
    }
}
