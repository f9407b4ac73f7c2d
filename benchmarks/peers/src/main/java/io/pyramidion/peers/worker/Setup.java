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
package io.pyramidion.peers.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a worker is to run, as its command line says it.
 *
 * @param target directory or file of the model
 * @param draft of the model that proposes, if one does
 * @param weights type of the weights, by the engine's own name
 * @param draftLength most tokens that the draft proposes at a time; 0 without a draft
 * @param batch most prompts at a time
 * @param context most tokens of a prompt and its answer
 * @param threads threads of an operation
 */
public record Setup(
        Path target,
        Optional<Path> draft,
        String weights,
        int draftLength,
        int batch,
        int context,
        int threads) {

    static Setup parse(String[] arguments) {
        return new Setup(
                Path.of(arguments[0]),
                Optional.of(arguments[1]).filter(path -> !path.isEmpty()).map(Path::of),
                arguments[2],
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]));
    }

    /** The arguments that {@link #parse} reads; of a worker in any language. */
    public List<String> arguments() {
        return List.of(
                target.toString(),
                draft.map(Path::toString).orElse(""),
                weights,
                Integer.toString(draftLength),
                Integer.toString(batch),
                Integer.toString(context),
                Integer.toString(threads));
    }
}
