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

import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.ResultEnvelope;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which file a result goes to.
 *
 * @param output a file, or a folder with a file for each one of the input
 * @param folder whether it is a folder
 * @param errors file of those that failed; null: they go where all others do
 * @param names of the files in the folder: those of the input or, if requests are in no files, one
 */
record Targets(String output, boolean folder, String errors, List<String> names)
        implements Serializable {

    /** In a folder, the file of results whose requests were in none. */
    private static final String OTHERS = "results";

    static Targets of(Settings settings, Inputs inputs) {
        String output = settings.get(FileOptions.OUTPUT);
        Path path = InputFinder.local(output);
        List<String> names = inputs.files().stream().map(InputFile::name).toList();
        return new Targets(
                path.toString(),
                output.endsWith("/") || Files.isDirectory(path),
                settings.find(FileOptions.ERRORS)
                        .map(InputFinder::local)
                        .map(Path::toString)
                        .orElse(null),
                names.isEmpty() ? List.of(OTHERS + FileEnding.of(inputs.format())) : names);
    }

    String of(ResultEnvelope result) {
        if (errors != null && Counts.isFailure(result.getAnswer())) {
            return errors;
        }
        if (!folder) {
            return output;
        }
        return inFolder(
                result.getOrigin().getSource() instanceof FilePosition place && place.getLine() > 0
                        ? place.getPath()
                        : names.get(0));
    }

    /** Files that results go to; they are there in the end even if nothing goes to them. */
    Stream<String> always() {
        return Stream.concat(outputs(), errorFile().stream());
    }

    /** Without that of errors. */
    Stream<String> outputs() {
        return folder ? names.stream().map(this::inFolder) : Stream.of(output);
    }

    Optional<String> errorFile() {
        return Optional.ofNullable(errors);
    }

    private String inFolder(String name) {
        return Path.of(output, name).toString();
    }
}
