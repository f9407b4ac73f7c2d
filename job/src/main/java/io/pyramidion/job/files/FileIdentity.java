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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which file a path leads to, through links of both kinds. Paths of one file have equal identities,
 * also of one that does not exist yet.
 */
record FileIdentity(Object key) {

    static FileIdentity of(Path path) throws IOException {
        if (!Files.exists(path)) {
            return new FileIdentity(real(path));
        }
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return new FileIdentity(key == null ? path.toRealPath() : key);
    }

    /** The path without symbolic links, as far as it exists. */
    static Path real(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        return Files.exists(path) || parent == null
                ? path.toRealPath()
                : real(parent).resolve(path.getFileName());
    }
}
