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
package io.pyramidion.engine.model;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Weights in files. All headers are read and checked on opening; the numbers themselves are mapped
 * or read when asked for.
 */
final class WeightFiles implements Weights {

    private static final int SLICE_LIMIT = 1 << 30;

    /**
     * Of what is read at a time: what a processor's cache holds is not fetched from memory twice.
     */
    private static final int BUFFER_BYTES = 1 << 22;

    private static final String PREFIX = "model.";
    private static final String EMBEDDING = "embed_tokens.weight";

    private final Path directory;
    private final List<SafetensorsFile> files;
    private final Map<String, Path> placement;
    private final Map<String, Place> places = new TreeMap<>();
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Where a tensor is: by which name in which files, in more than one by mistake. */
    private record Place(String name, List<SafetensorsFile> files) {}

    /**
     * @param placement what the index says, by the files' own names. As in transformers it decides
     *     which files are read; a tensor may be in any of them
     */
    private WeightFiles(Path directory, List<SafetensorsFile> files, Map<String, Path> placement) {
        this.directory = directory;
        this.files = files;
        this.placement = placement;
        // A model that was saved without its head has names without the prefix.
        boolean bare =
                files.stream().anyMatch(file -> file.names().contains(EMBEDDING))
                        && files.stream()
                                .flatMap(file -> file.names().stream())
                                .noneMatch(name -> name.startsWith(PREFIX));
        for (SafetensorsFile file : files) {
            for (String name : file.names()) {
                boolean head = name.startsWith("lm_head.");
                places.computeIfAbsent(
                                bare && !head ? PREFIX + name : name,
                                full -> new Place(name, new ArrayList<>()))
                        .files()
                        .add(file);
            }
        }
    }

    /**
     * Opens the weights of a directory.
     *
     * @throws ModelException if files are missing or damaged
     */
    static WeightFiles open(Path directory) {
        Path single = directory.resolve(SINGLE_FILE);
        Path index = directory.resolve(INDEX_FILE);
        if (Files.exists(single)) {
            return open(directory, List.of(single), Map.of());
        }
        if (Files.exists(index)) {
            Map<String, Path> placement = readIndex(directory, index);
            return open(directory, placement.values().stream().distinct().toList(), placement);
        }
        throw new ModelException(directory + " has no weights: " + whatIsThere(directory));
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(places.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        return holder(name).info(places.get(name).name());
    }

    @Override
    public List<ByteBuffer> bytes(String name) {
        return holder(name).bytes(places.get(name).name(), SLICE_LIMIT);
    }

    @Override
    public void read(String name, Consumer<ByteBuffer> slices) {
        holder(name).read(places.get(name).name(), buffer, slices);
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }

    @Override
    public Path directory() {
        return directory;
    }

    private SafetensorsFile holder(String name) {
        Place place = places.get(name);
        if (place == null) {
            Path shard = placement.get(name);
            throw new ModelException(
                    (shard == null ? directory : shard)
                            + ": tensor "
                            + name
                            + " is missing"
                            + (shard == null ? "" : " but " + INDEX_FILE + " places it there"));
        }
        if (place.files().size() > 1) {
            throw new ModelException(
                    "tensor "
                            + place.name()
                            + " is in "
                            + place.files().get(0).path()
                            + " and "
                            + place.files().get(1).path()
                            + "; allowed: in one of them");
        }
        return place.files().get(0);
    }

    private static WeightFiles open(Path directory, List<Path> paths, Map<String, Path> placement) {
        List<SafetensorsFile> files = new ArrayList<>();
        try {
            paths.forEach(path -> files.add(SafetensorsFile.open(path)));
            return new WeightFiles(directory, files, placement);
        } catch (ModelException e) {
            files.forEach(SafetensorsFile::close);
            throw e;
        }
    }

    private static Map<String, Path> readIndex(Path directory, Path index) {
        JsonSettings map = JsonSettings.read(index).object("weight_map");
        Map<String, Path> placement = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.node().properties()) {
            String shard = entry.getValue().asText();
            if (!shard.endsWith(".safetensors") || shard.contains("/") || shard.contains("\\")) {
                throw map.fault(entry.getKey(), "names of safetensors files in the directory");
            }
            placement.put(entry.getKey(), directory.resolve(shard));
        }
        if (placement.isEmpty()) {
            throw new ModelException(index + ": weight_map is empty");
        }
        return placement;
    }

    private static String whatIsThere(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(
                            name ->
                                    name.endsWith(".bin")
                                            || name.endsWith(".pt")
                                            || name.endsWith(".pth"))
                    .sorted()
                    .findFirst()
                    .map(
                            name ->
                                    name
                                            + " is a pickle and is never loaded; convert it to "
                                            + SINGLE_FILE)
                    .orElse("wanted: " + SINGLE_FILE + " or " + INDEX_FILE);
        } catch (IOException e) {
            throw new ModelException(directory + " cannot be listed: " + e.getMessage(), e);
        }
    }
}
