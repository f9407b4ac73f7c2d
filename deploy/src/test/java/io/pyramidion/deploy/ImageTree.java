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
package io.pyramidion.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file tree of the image, as a container sees it: what {@code docker/layout.sh} lays out, and
 * below it what Flink's own image has, from Maven's jars. Lies in {@code deploy/target/image}, and
 * is made anew each time.
 */
final class ImageTree {

    private static final Pattern VARIABLE = Pattern.compile("(?:ENV|^ +) ?([A-Z_0-9]+)=(\\S+)");

    private final Path root = Yaml.ROOT.resolve("deploy/target/image");

    ImageTree() {
        delete(root);
        new Tool(Yaml.ROOT.resolve("docker/layout.sh")).run(root.toString());
        Path distribution = Yaml.ROOT.resolve("deploy/target/distribution-lib");
        link(Yaml.ROOT.resolve("flink/target/flink-lib"), flink().resolve("lib"));
        link(distribution.resolve("lib"), flink().resolve("lib"));
        link(
                distribution.resolve("plugins/metrics-prometheus"),
                flink().resolve("plugins/metrics-prometheus"));
    }

    /** {@code FLINK_HOME}. */
    Path flink() {
        return root.resolve("opt/flink");
    }

    Path models() {
        return root.resolve("opt/pyramidion/models");
    }

    /** What the Dockerfile sets, with the tree's own paths. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        Yaml.text(Yaml.ROOT.resolve("docker/Dockerfile"))
                .lines()
                .filter(line -> line.startsWith("ENV") || line.startsWith(" "))
                .forEach(
                        line -> {
                            Matcher matcher = VARIABLE.matcher(line);
                            if (!matcher.find()) {
                                throw new IllegalStateException("No variable: " + line);
                            }
                            environment.put(
                                    matcher.group(1),
                                    matcher.group(2).replaceFirst("^/opt/", root + "/opt/"));
                        });
        return environment;
    }

    /** Every file of the tree, with its size and the time of its last change. */
    Set<String> files() {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                BasicFileAttributes attributes =
                        Files.readAttributes(
                                path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                files.add(
                        root.relativize(path)
                                + (attributes.isDirectory()
                                        ? "/"
                                        : " "
                                                + attributes.size()
                                                + " "
                                                + attributes.lastModifiedTime()));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path from, Path to) {
        try (Stream<Path> jars = Files.list(from)) {
            Files.createDirectories(to);
            for (Path jar : (Iterable<Path>) jars::iterator) {
                Path link = to.resolve(jar.getFileName());
                // A later layer of an image covers an earlier one.
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes ignored)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path done, IOException failure)
                                throws IOException {
                            Files.delete(done);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
