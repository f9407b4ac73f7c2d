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
package io.pyramidion.simulation.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.simulation.SimulationException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Profiles that come with Pyramidion, by name, and others from files. */
public final class Profiles {

    /** The names of the bundled profiles. */
    public static final List<String> BUNDLED =
            List.of(
                    "h100-8b-3b-1b",
                    "a100-vicuna-7b-68m",
                    "l40-vicuna-7b-68m",
                    "xeon-110m-41m-14m");

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Profiles() {}

    /**
     * A bundled profile, or the one in a file.
     *
     * @param nameOrFile one of {@link #BUNDLED}, or the path of a file
     * @throws SimulationException if there is neither, or the file is no profile
     */
    public static CostProfile of(String nameOrFile) {
        if (BUNDLED.contains(nameOrFile)) {
            return bundled(nameOrFile);
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new SimulationException(
                    "profile is %s; allowed: a file, or one of %s"
                            .formatted(nameOrFile, String.join(", ", BUNDLED)));
        }
        try {
            return new ProfileReader(JSON.readTree(Files.readAllBytes(file))).read();
        } catch (JsonProcessingException e) {
            throw new SimulationException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new SimulationException(file + " cannot be read: " + e, e);
        } catch (SimulationException e) {
            throw new SimulationException(file + ": " + e.getMessage(), e);
        }
    }

    private static CostProfile bundled(String name) {
        try (InputStream resource = Profiles.class.getResourceAsStream(name + ".json")) {
            JsonNode json = JSON.readTree(resource);
            return new ProfileReader(json).read();
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled profile " + name + " cannot be read", e);
        }
    }
}
