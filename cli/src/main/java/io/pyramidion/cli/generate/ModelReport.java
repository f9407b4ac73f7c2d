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
package io.pyramidion.cli.generate;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code generate --verbose} tells of the models once they are loaded. */
final class ModelReport {

    private ModelReport() {}

    static List<String> of(PyramidSpec spec, Pyramid pyramid) {
        List<String> lines = new ArrayList<>();
        lines.add(line("target", spec.target(), pyramid.target()));
        pyramid.qualifier()
                .ifPresent(model -> lines.add(line("qualifier", spec.qualifier().get(), model)));
        pyramid.draft().ifPresent(model -> lines.add(line("draft", spec.draft().get(), model)));
        lines.add(
                pyramid.bitExact()
                        ? "checked on this machine: a text has the same bits in every batch and with every speculation"
                        : "checked on this machine: a text's bits depend on its batch and its speculation, so near ties may go another way");
        return lines;
    }

    private static String line(String role, Path directory, Decoder model) {
        return "%s %s: weights in %s, %d layers, vocabulary of %d, context of %d tokens"
                .formatted(
                        role,
                        directory.getFileName(),
                        model.precision(),
                        model.config().layers(),
                        model.config().vocabSize(),
                        model.config().maxPositions());
    }
}
