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
package io.pyramidion.benchmarks.family;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.inflate.InflatedDirectory;
import io.pyramidion.engine.inflate.Inflation;
import io.pyramidion.engine.inflate.ModelShape;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.speculation.ModelRole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A loaded pyramid, enlarged or not. Owns the lease; enlarged models exist in memory only, beside a
 * temporary directory of their settings that is gone once they are loaded.
 */
public final class Family implements AutoCloseable {

    private static final long SEED = 1;

    /** Four, and a share in what a group has in common. */
    private static final int INT4_BITS = 5;

    private final PyramidPool.Lease lease;
    private final InflatedFamily inflation;

    private Family(PyramidPool.Lease lease, InflatedFamily inflation) {
        this.lease = lease;
        this.inflation = inflation;
    }

    public static Family load(
            Path models, InflatedFamily inflation, RoleWeights weights, int threads) {
        Path folder = models;
        try {
            if (inflation != InflatedFamily.NONE) {
                folder = Files.createTempDirectory("pyramidion-bench");
            }
            Map<ModelRole, Path> paths = new EnumMap<>(ModelRole.class);
            for (ModelRole role : ModelRole.values()) {
                paths.put(role, directory(models, role, inflation, folder));
            }
            PyramidSpec spec =
                    new PyramidSpec(
                            paths.get(ModelRole.TARGET),
                            Optional.of(paths.get(ModelRole.QUALIFIER)),
                            Optional.of(paths.get(ModelRole.DRAFT)),
                            weights,
                            threads);
            return new Family(PyramidPool.acquire(spec), inflation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!folder.equals(models)) {
                delete(folder);
            }
        }
    }

    /**
     * The directory of a model: its own, or one with the recipe to enlarge it in memory.
     *
     * @param models directory of the family
     * @param folder where recipes go
     * @throws io.pyramidion.engine.model.ModelException if a model to enlarge cannot be used
     */
    public static Path directory(Path models, ModelRole role, InflatedFamily inflation, Path folder)
            throws IOException {
        String name = role.wireName();
        Path source = models.resolve(name);
        if (inflation == InflatedFamily.NONE) {
            return source;
        }
        ModelDirectory directory = ModelDirectory.open(source);
        ModelShape shape = inflation.shape(role, directory.config());
        Path inflated = folder.resolve(name);
        new InflatedDirectory(Inflation.of(directory, shape, SEED), inflated).writeRecipe();
        return inflated;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Pyramid pyramid() {
        return lease.pyramid();
    }

    /** The type of the weights in words, as each model has it. */
    public String describeWeights() {
        List<String> types =
                Stream.of(ModelRole.TARGET, ModelRole.QUALIFIER, ModelRole.DRAFT)
                        .map(role -> decoder(role).precision().toString())
                        .toList();
        return types.stream().distinct().count() == 1
                ? types.get(0)
                : "%s (target), %s (qualifier), %s (draft)".formatted(types.toArray());
    }

    InflatedFamily inflation() {
        return inflation;
    }

    public Decoder decoder(ModelRole role) {
        return switch (role) {
            case DRAFT -> pyramid().draft().orElseThrow();
            case QUALIFIER -> pyramid().qualifier().orElseThrow();
            case TARGET -> pyramid().target();
        };
    }

    /** Bytes of weights that one forward pass of a model has to read. */
    public long weightBytes(ModelRole role) {
        long weights = weights(role);
        DecoderConfig config = decoder(role).config();
        long head = (long) config.vocabSize() * config.hiddenSize();
        return switch (decoder(role).precision()) {
            case INT4 -> (weights - head) * INT4_BITS / 8 + head;
            case INT8 -> weights;
            case BFLOAT16 -> 2 * weights;
            case FLOAT32, AUTO -> 4 * weights;
        };
    }

    /** Weights that a forward pass multiplies with. */
    public long weights(ModelRole role) {
        DecoderConfig config = decoder(role).config();
        return ModelShape.of(config).weights(config.vocabSize());
    }

    @Override
    public void close() {
        lease.close();
    }
}
