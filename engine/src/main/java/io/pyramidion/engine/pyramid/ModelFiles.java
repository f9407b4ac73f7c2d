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
package io.pyramidion.engine.pyramid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the directories of a pyramid's models held at some time: each file with its size and when it
 * was last changed. Equal while nobody has put other models in their place.
 */
record ModelFiles(Map<Path, String> files) {

    /** What they hold now; empty if they cannot be read. */
    static Optional<ModelFiles> of(PyramidSpec spec) {
        Map<Path, String> files = new TreeMap<>();
        try {
            add(spec.target(), files);
            spec.qualifier().ifPresent(directory -> add(directory, files));
            spec.draft().ifPresent(directory -> add(directory, files));
            return Optional.of(new ModelFiles(files));
        } catch (UncheckedIOException e) {
            // Whoever loads them says why.
            return Optional.empty();
        }
    }

    private static void add(Path directory, Map<Path, String> files) {
        try (Stream<Path> content = Files.list(directory)) {
            for (Path file : (Iterable<Path>) content::iterator) {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                files.put(
                        file.toRealPath(),
                        now.size() + " " + now.lastModifiedTime().toMillis() + " " + now.fileKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
