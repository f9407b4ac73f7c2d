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
package io.pyramidion.peers;

import io.pyramidion.benchmarks.family.InflatedFamily;
import io.pyramidion.engine.inflate.InflatedDirectory;
import io.pyramidion.engine.inflate.Inflation;
import io.pyramidion.engine.inflate.ModelShape;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.peers.gguf.GgufModel;
import io.pyramidion.peers.gguf.TensorType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Target and draft, enlarged to 110 and 14 million weights, as Hugging Face directories and as GGUF
 * files. What a folder holds already is not made again.
 */
final class EnlargedModels {

    private static final long SEED = 1;

    private final Path source;
    private final Path folder;

    EnlargedModels(Path source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    Path directory(ModelRole role) throws IOException {
        Path directory = folder.resolve(name(role));
        // The settings are written last.
        if (!Files.exists(directory.resolve("config.json"))) {
            ModelDirectory small = ModelDirectory.open(source.resolve(name(role)));
            ModelShape shape = InflatedFamily.M110.shape(role, small.config());
            new InflatedDirectory(Inflation.of(small, shape, SEED), directory)
                    .writeCheckpoint(bytes -> {});
        }
        return directory;
    }

    Path gguf(ModelRole role, TensorType type) throws IOException {
        String name = name(role) + "-" + type.name().toLowerCase(Locale.ROOT) + ".gguf";
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Path part = folder.resolve(name + ".part");
            GgufModel.write(ModelDirectory.open(directory(role)), type, part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static String name(ModelRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
