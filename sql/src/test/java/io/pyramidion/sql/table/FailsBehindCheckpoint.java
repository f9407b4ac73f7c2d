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
package io.pyramidion.sql.table;

import org.apache.flink.table.functions.ScalarFunction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Hands on a text, but throws once, as soon as the job's second checkpoint is complete. */
public final class FailsBehindCheckpoint extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    static final AtomicBoolean FAILED = new AtomicBoolean();

    public String eval(String text, String checkpoints) throws IOException {
        if (!FAILED.get() && isThere(Path.of(checkpoints)) && !FAILED.getAndSet(true)) {
            throw new IllegalStateException("as the test wants it");
        }
        return text;
    }

    private static boolean isThere(Path checkpoints) throws IOException {
        try (Stream<Path> folders = Files.find(checkpoints, 2, (path, of) -> isLater(path))) {
            return folders.findAny().isPresent();
        }
    }

    private static boolean isLater(Path path) {
        return path.getFileName().toString().matches("chk-([2-9]|[0-9]{2,})")
                && Files.exists(path.resolve("_metadata"));
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }
}
