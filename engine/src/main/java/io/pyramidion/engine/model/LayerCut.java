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

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Weights without the last layers. Owns the weights behind it. */
final class LayerCut implements Weights {

    private final Weights whole;
    private final Set<String> names;

    /**
     * @param kept layers that are kept, the first ones
     * @param stored layers that the weights have
     */
    LayerCut(Weights whole, int kept, int stored) {
        this.whole = whole;
        List<String> dropped =
                IntStream.range(kept, stored)
                        .mapToObj(layer -> "model.layers." + layer + ".")
                        .toList();
        this.names =
                whole.names().stream()
                        .filter(name -> dropped.stream().noneMatch(name::startsWith))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Path directory() {
        return whole.directory();
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public TensorInfo info(String name) {
        return whole.info(name);
    }

    @Override
    public List<ByteBuffer> bytes(String name) {
        return whole.bytes(name);
    }

    @Override
    public void read(String name, Consumer<ByteBuffer> slices) {
        whole.read(name, slices);
    }

    @Override
    public void close() {
        whole.close();
    }
}
