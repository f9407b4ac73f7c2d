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
package io.pyramidion.engine.decoder;

import io.pyramidion.engine.model.Activation;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Java writes what the Python source of the decoder program reads: names and numbers agree. */
class ProgramConstantsTest {

    private static final Path SOURCE =
            Path.of(System.getProperty("pyramidion.root"), "engine/src/main/python/decoder.py");

    private static final Pattern CONSTANT =
            Pattern.compile("    ([A-Z_]+): Final\\[int\\] = (\\d+).*");

    @Test
    void headerFieldsHaveTheirNumbers() throws IOException {
        Map<String, Integer> fields = constants("# Header of a batch");
        assertThat(fields.remove("HEADER")).isEqualTo(HeaderField.COUNT);
        assertThat(fields).isEqualTo(ordinals(HeaderField.values()));
    }

    /** The GPU benchmark writes batches itself. */
    @Test
    void theBenchmarkWritesAHeaderOfThatLength() throws IOException {
        Path rounds =
                Path.of(
                        System.getProperty("pyramidion.root"),
                        "benchmarks/src/main/python/gpu_rounds.py");
        assertThat(Files.readAllLines(rounds)).contains("HEADER = " + HeaderField.COUNT);
    }

    @Test
    void divergencesHaveTheirNumbers() throws IOException {
        assertThat(constants("# Divergences between")).isEqualTo(ordinals(Divergence.values()));
    }

    @Test
    void activationsHaveTheirNumbers() throws IOException {
        assertThat(constants("# Activations")).isEqualTo(ordinals(Activation.values()));
    }

    /** The constants between a comment that starts so and the next empty line. */
    private static Map<String, Integer> constants(String comment) throws IOException {
        Map<String, Integer> constants = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(SOURCE)) {
            inside = line.strip().startsWith(comment) || inside && !line.isBlank();
            Matcher matcher = CONSTANT.matcher(line);
            if (inside && matcher.matches()) {
                constants.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
            }
        }
        return constants;
    }

    private static Map<String, Integer> ordinals(Enum<?>[] values) {
        Map<String, Integer> ordinals = new LinkedHashMap<>();
        for (Enum<?> value : values) {
            ordinals.put(value.name(), value.ordinal());
        }
        return ordinals;
    }
}
