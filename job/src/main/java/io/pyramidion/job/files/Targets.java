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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which file a result goes to.
 *
 * @param output a file, or a folder with a file for each one of the input
 * @param folder whether it is a folder
 * @param errors file of those that failed; null: they go where all others do
 */
record Targets(String output, boolean folder, String errors) implements Serializable {

    /** In a folder, the file of results whose requests were in none. */
    private static final String OTHERS = "results.jsonl";

    static Targets of(Settings settings) {
        String output = settings.get(FileOptions.OUTPUT);
        java.nio.file.Path path = InputFinder.local(output);
        return new Targets(
                path.toString(),
                output.endsWith("/") || Files.isDirectory(path),
                settings.find(FileOptions.ERRORS)
                        .map(InputFinder::local)
                        .map(Object::toString)
                        .orElse(null));
    }

    String of(ResultEnvelope result) {
        if (errors != null && Counts.isFailure(result.getAnswer())) {
            return errors;
        }
        if (!folder) {
            return output;
        }
        String name =
                result.getOrigin().getSource() instanceof FilePosition place
                        ? place.getPath()
                        : OTHERS;
        return java.nio.file.Path.of(output, name).toString();
    }

    /** Files that are there in the end even if nothing goes to them. */
    Stream<String> always() {
        return Stream.of(folder ? Optional.<String>empty() : Optional.of(output), errorFile())
                .flatMap(Optional::stream);
    }

    private Optional<String> errorFile() {
        return Optional.ofNullable(errors);
    }
}
