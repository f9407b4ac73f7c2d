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
import io.pyramidion.job.options.OptionException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the files that an input names: one, those of a folder, or those that fit a pattern. */
final class InputFinder {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    private InputFinder() {}

    /**
     * The files, in the order of their names. Those whose name begins with a dot or an underscore
     * are left out of folders.
     *
     * @throws OptionException if there is none
     */
    static List<FileStatus> find(String input) {
        try {
            List<FileStatus> found = isPattern(input) ? fitting(input) : at(input);
            if (found.isEmpty()) {
                throw refused(input, "a folder or pattern with at least one file");
            }
            found.sort(Comparator.comparing(file -> file.getPath().toString()));
            return found;
        } catch (FileNotFoundException e) {
            throw refused(input, "a file, folder or pattern that exists");
        } catch (IOException e) {
            throw refused(input, "what can be read (" + e.getMessage() + ")");
        }
    }

    /** A path as Flink's file systems have it. */
    static Path path(String named) {
        return SCHEME.matcher(named).matches()
                ? new Path(named)
                : new Path(java.nio.file.Path.of(named).toAbsolutePath().normalize().toUri());
    }

    /** Whether Java's own file system has the path. */
    static boolean isLocal(String named) {
        return !SCHEME.matcher(named).matches() || named.startsWith("file:");
    }

    /** A path of this machine. */
    static java.nio.file.Path local(String named) {
        return java.nio.file.Path.of(path(named).toUri().getPath());
    }

    /** Whether a folder or pattern takes a file in that is not there yet, as soon as it is. */
    static boolean takesIn(String input, java.nio.file.Path file) throws IOException {
        if (!isLocal(input)) {
            return false;
        }
        java.nio.file.Path whole = local(input);
        java.nio.file.Path beside = FileIdentity.real(file.getParent());
        if (isPattern(input)) {
            return beside.equals(FileIdentity.real(whole.getParent()))
                    && FileSystems.getDefault()
                            .getPathMatcher("glob:" + whole.getFileName())
                            .matches(file.getFileName());
        }
        return Files.isDirectory(whole)
                && beside.equals(whole.toRealPath())
                && isVisible(file.getFileName().toString());
    }

    private static boolean isVisible(String name) {
        return !name.startsWith(".") && !name.startsWith("_");
    }

    private static boolean isPattern(String input) {
        return isLocal(input) && WILDCARD.matcher(input).find() && !Files.exists(local(input));
    }

    private static List<FileStatus> at(String input) throws IOException {
        Path path = path(input);
        FileSystem system = path.getFileSystem();
        FileStatus status = system.getFileStatus(path);
        if (!status.isDir()) {
            return new ArrayList<>(List.of(status));
        }
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus file : system.listStatus(path)) {
            if (!file.isDir() && isVisible(file.getPath().getName())) {
                files.add(file);
            }
        }
        return files;
    }

    private static List<FileStatus> fitting(String pattern) throws IOException {
        java.nio.file.Path whole = local(pattern);
        java.nio.file.Path folder = whole.getParent();
        if (WILDCARD.matcher(folder.toString()).find()) {
            throw refused(pattern, "a pattern in the last part of the path alone");
        }
        List<FileStatus> files = new ArrayList<>();
        try (DirectoryStream<java.nio.file.Path> fitting =
                Files.newDirectoryStream(folder, whole.getFileName().toString())) {
            for (java.nio.file.Path file : fitting) {
                if (Files.isRegularFile(file)) {
                    Path path = new Path(file.toUri());
                    files.add(path.getFileSystem().getFileStatus(path));
                }
            }
        } catch (PatternSyntaxException e) {
            throw refused(pattern, "a pattern such as /data/*.jsonl");
        } catch (java.nio.file.NoSuchFileException e) {
            throw refused(pattern, "a pattern in a folder that exists");
        }
        return files;
    }

    private static OptionException refused(String input, String allowed) {
        return new OptionException(FileOptions.INPUT.refusal(input, allowed));
    }
}
