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
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.BoundedOption;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at the files that will be written before the job starts, so that what is wrong is said in
 * one line, and nothing that stands there is lost.
 */
public final class OutputCheck {

    private OutputCheck() {}

    /**
     * Checks output and error file.
     *
     * @param goesOn whether the job starts from a checkpoint, which knows how long they are
     * @throws OptionException naming the first option at fault
     */
    public static void check(Settings settings, Inputs inputs, boolean goesOn) {
        checkLocal(FileOptions.OUTPUT, settings);
        checkLocal(FileOptions.ERRORS, settings);
        Targets targets = Targets.of(settings);
        if (targets.output().equals(targets.errors())) {
            throw refused(FileOptions.ERRORS, targets.errors(), "a file other than the output");
        }
        boolean replaces = goesOn || settings.get(FileOptions.OVERWRITE);
        Set<String> read =
                inputs.files().stream()
                        .map(file -> InputFinder.local(file.path()).toString())
                        .collect(Collectors.toSet());
        for (String written : outputs(targets, inputs)) {
            check(FileOptions.OUTPUT, Path.of(written), read, replaces);
        }
        if (targets.errors() != null) {
            check(FileOptions.ERRORS, Path.of(targets.errors()), read, replaces);
        }
        checkInputFolder(settings, targets);
    }

    private static List<String> outputs(Targets targets, Inputs inputs) {
        if (!targets.folder()) {
            return List.of(targets.output());
        }
        return inputs.files().stream()
                .map(file -> Path.of(targets.output(), file.name()).toString())
                .toList();
    }

    private static void checkLocal(BoundedOption<String> option, Settings settings) {
        settings.find(option)
                .filter(path -> !InputFinder.isLocal(path))
                .ifPresent(
                        path -> {
                            throw refused(option, path, "a path of a file system that is mounted");
                        });
    }

    private static void check(
            BoundedOption<String> option, Path path, Set<String> read, boolean replaces) {
        if (read.contains(path.toString())) {
            throw refused(option, path, "a file that is not part of the input");
        }
        if (Files.isDirectory(path)) {
            throw refused(option, path, "a file, not a folder");
        }
        if (Files.exists(path) && !replaces) {
            throw refused(
                    option,
                    path,
                    "a file that does not exist, unless with " + FileOptions.OVERWRITE.key());
        }
        Path deepest = path;
        while (deepest != null && !Files.exists(deepest)) {
            deepest = deepest.getParent();
        }
        boolean folder = deepest != null && (deepest.equals(path) || Files.isDirectory(deepest));
        if (!folder || !Files.isWritable(deepest)) {
            throw refused(option, path, "a path that may be written; " + deepest + " may not");
        }
    }

    /** What is written into the folder that is read would be read as well the next time. */
    private static void checkInputFolder(Settings settings, Targets targets) {
        if (settings.get(JobOptions.SOURCE) != Endpoint.FILES) {
            return;
        }
        String input = settings.get(FileOptions.INPUT);
        if (!InputFinder.isLocal(input) || !Files.isDirectory(InputFinder.local(input))) {
            return;
        }
        Path folder = InputFinder.local(input);
        Path output = Path.of(targets.output());
        if (folder.equals(targets.folder() ? output : output.getParent())) {
            throw refused(FileOptions.OUTPUT, output, "a place outside of the input's folder");
        }
    }

    private static OptionException refused(
            BoundedOption<String> option, Object value, String allowed) {
        return new OptionException(option.refusal(value, allowed));
    }
}
