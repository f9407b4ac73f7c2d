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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Folders that live as long as what runs in them. */
final class TemporaryFolder {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MS = 50;
    private static final int LOOKS_TO_BE_SURE = 3;

    private TemporaryFolder() {}

    static Path create(String name) {
        try {
            return Files.createTempDirectory("pyramidion-" + name + "-");
        } catch (IOException e) {
            throw new LaunchException(
                    "Cannot create a temporary folder: " + FileProblem.words(e), e);
        }
    }

    /** A folder within one, which goes with it. */
    static Path create(Path parent, String name) {
        try {
            return Files.createDirectory(parent.resolve(name));
        } catch (IOException e) {
            throw new LaunchException("Cannot create " + name + ": " + FileProblem.words(e), e);
        }
    }

    /**
     * Deletes a folder and all in it; does nothing where it is already gone. Who used it may still
     * be ending and write into it, so deleting is tried again for some seconds.
     */
    static void delete(Path folder) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int gone = 0;
        while (gone < LOOKS_TO_BE_SURE && System.nanoTime() < deadline) {
            try {
                Files.walkFileTree(folder, new Deletion());
                gone = 0;
            } catch (NoSuchFileException e) {
                gone = Files.exists(folder) ? 0 : gone + 1;
            } catch (IOException e) {
                gone = 0;
            }
            if (!pause()) {
                return;
            }
        }
        if (Files.exists(folder)) {
            LOG.warn("Cannot delete {}", folder);
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
