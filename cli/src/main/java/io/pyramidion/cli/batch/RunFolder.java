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
import io.pyramidion.local.FileProblem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a run keeps beside its output until it is complete: its checkpoints, what it was started on,
 * how far it is. One process uses it at a time.
 */
final class RunFolder implements AutoCloseable {

    private static final String SUFFIX = ".batch";
    private static final long LEAST_ROOM = 1 << 20;

    private final Path folder;
    private FileChannel lock;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /** The folder of an output; it need not exist. */
    static RunFolder of(Path output) {
        Path path = output.toAbsolutePath().normalize();
        return new RunFolder(path.resolveSibling(path.getFileName() + SUFFIX));
    }

    boolean exists() {
        return Files.exists(manifest());
    }

    /** Whether a run has come as far as its first checkpoint, or further. */
    boolean hasBegun() {
        return exists() && (Files.exists(progress()) || lastCheckpoint().isPresent());
    }

    Path path() {
        return folder;
    }

    Path manifest() {
        return folder.resolve("run.json");
    }

    Path progress() {
        return folder.resolve("progress.json");
    }

    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /**
     * Creates the folder if necessary and takes it for this process; does nothing if it has it.
     *
     * @throws CommandException if another process has it, or it cannot be written
     */
    void take() {
        if (lock != null) {
            return;
        }
        try {
            Files.createDirectories(checkpoints());
            lock =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw inUse();
            }
        } catch (OverlappingFileLockException e) {
            throw inUse();
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot write to " + folder + ": " + FileProblem.words(e), e);
        }
    }

    private CommandException inUse() {
        return new CommandException("Another process is writing this output; it has " + folder);
    }

    /** The last checkpoint that is complete. */
    Optional<Path> lastCheckpoint() {
        if (!Files.exists(checkpoints())) {
            return Optional.empty();
        }
        try (Stream<Path> jobs = Files.walk(checkpoints(), 3)) {
            return jobs.filter(path -> path.endsWith("_metadata"))
                    .max(Comparator.comparing(RunFolder::written))
                    .map(Path::getParent);
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot read " + checkpoints() + ": " + FileProblem.words(e), e);
        }
    }

    private static FileTime written(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is no room for a checkpoint. */
    boolean isFull() {
        try {
            return Files.getFileStore(folder).getUsableSpace() < LEAST_ROOM;
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes what is in it, but for the lock. */
    void clear() {
        delete(folder, path -> !path.equals(folder) && !path.endsWith("lock"));
    }

    /** Deletes all of it. */
    void delete() {
        close();
        delete(folder, path -> true);
    }

    private static void delete(Path folder, Predicate<Path> chosen) {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst =
                    paths.sorted(Comparator.reverseOrder()).filter(chosen).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new CommandException("Cannot delete " + folder + ": " + FileProblem.words(e), e);
        }
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
