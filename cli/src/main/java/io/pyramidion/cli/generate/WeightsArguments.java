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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.RoleWeights;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of the models' weights in {@code generate}. */
final class WeightsArguments {

    /** For the help: every type by its name. */
    static final class Types implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Precision.values()).map(Precision::toString).iterator();
        }
    }

    @Option(
            names = "--weights",
            defaultValue = "auto",
            paramLabel = "TYPE",
            completionCandidates = Types.class,
            description =
                    "Type of the target's weights: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}).")
    private String target;

    @Option(
            names = "--qualifier-weights",
            paramLabel = "TYPE",
            description = "The same of the qualifier's weights (default: auto, the fastest here).")
    private Optional<String> qualifier = Optional.empty();

    @Option(
            names = "--draft-weights",
            paramLabel = "TYPE",
            description = "The same of the draft's weights (default: auto, the fastest here).")
    private Optional<String> draft = Optional.empty();

    /**
     * The types as asked for.
     *
     * @param qualifierModel the qualifier, if there is one
     * @param draftModel the draft, if there is one
     * @throws InvalidRequestException naming the first option at fault
     */
    RoleWeights weights(Optional<Path> qualifierModel, Optional<Path> draftModel) {
        return new RoleWeights(
                type("--weights", target),
                type("--qualifier", qualifierModel, qualifier),
                type("--draft", draftModel, draft));
    }

    private static Precision type(String model, Optional<Path> directory, Optional<String> name) {
        if (name.isEmpty()) {
            return Precision.AUTO;
        }
        String option = model + "-weights";
        if (directory.isEmpty()) {
            throw refused(option, name.get(), "only with " + model);
        }
        return type(option, name.get());
    }

    private static Precision type(String option, String name) {
        return Precision.of(name).orElseThrow(() -> refused(option, name, Precision.names()));
    }

    private static InvalidRequestException refused(String option, String value, String allowed) {
        return new InvalidRequestException(
                option, option + " is " + value + "; allowed: " + allowed);
    }
}
