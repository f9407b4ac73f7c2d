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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.engine.lines.Line;
import io.pyramidion.engine.lines.LineException;
import io.pyramidion.engine.lines.LineReader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prompts that come as lines of JSON, read as strictly as requests are. */
public final class PromptLines {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private PromptLines() {}

    /**
     * All lines of a file, in its order.
     *
     * @throws BenchException naming the file, or the first line that is not JSON
     */
    public static List<JsonNode> read(Path file) {
        List<JsonNode> nodes = new ArrayList<>();
        try (LineReader lines = LineReader.open(file)) {
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                nodes.add(node(line.get()));
            }
        } catch (LineException e) {
            throw new BenchException(e.getMessage());
        }
        return nodes;
    }

    private static JsonNode node(Line line) {
        try {
            return JSON.readTree(line.text());
        } catch (JsonProcessingException e) {
            throw new BenchException(line.where() + " is not JSON: " + e.getOriginalMessage());
        }
    }
}
