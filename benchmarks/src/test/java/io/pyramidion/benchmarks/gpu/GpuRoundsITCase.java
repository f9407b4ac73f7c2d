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
package io.pyramidion.benchmarks.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.benchmarks.family.InflatedFamily;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the GPU benchmark makes of a driver's answer, without a GPU. */
class GpuRoundsITCase {

    @TempDir private Path folder;

    @Test
    void dividesTheTokensOfRoundsByTheirTimes() throws Exception {
        Path models = Path.of(System.getProperty("pyramidion.root"), "models");
        new GpuRounds(new TenMillis(), models, List.of(1, 4), 8)
                .measure(folder, "the command", InflatedFamily.PAPER);

        List<String> speed = Files.readAllLines(folder.resolve("speed.csv"));
        String[] plain = speed.get(1).split(",");
        assertThat(plain).startsWith("1", "plain").endsWith("1.0000");
        double perRound = Double.parseDouble(plain[2]);
        assertThat(Double.parseDouble(plain[4])).isCloseTo(100 * perRound, Offset.offset(0.01));
        String four = speed.stream().filter(row -> row.startsWith("4,plain")).findFirst().get();
        assertThat(Double.parseDouble(four.split(",")[4]))
                .isCloseTo(400 * perRound, Offset.offset(0.1));
        JsonNode plan = new ObjectMapper().readTree(folder.resolve("plan.json").toFile());
        assertThat(plan.at("/models/target/hidden").asInt()).isEqualTo(4096);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("the command", "a card", "Python driver");
    }

    /** Every pass and round takes ten milliseconds. */
    private static final class TenMillis extends GpuDriver {

        private TenMillis() {
            super("none");
        }

        @Override
        void run(Path plan, Path result, String... more) throws IOException {
            ObjectMapper json = new ObjectMapper();
            ObjectNode answer = json.createObjectNode().put("device", "a card").put("torch", "2");
            for (String list : List.of("passes", "rounds")) {
                JsonNode asked = json.readTree(plan.toFile()).get(list);
                asked.forEach(entry -> ((ObjectNode) entry).put("ms", 10));
                answer.set(list, asked);
            }
            json.writeValue(result.toFile(), answer);
        }
    }
}
