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

import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.simulation.SimulationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ProfilesTest {

    private static final PassShape ONE = new PassShape(1, 1, 1000, 1000);

    @TempDir private Path folder;

    @Test
    void bundledProfilesAreRead() {
        assertThat(Profiles.BUNDLED)
                .allSatisfy(
                        name -> {
                            CostProfile profile = Profiles.of(name);
                            assertThat(profile.name()).isEqualTo(name);
                            assertThat(profile.about()).isNotBlank();
                            assertThat(profile.has(ModelRole.DRAFT)).isTrue();
                            assertThat(profile.millis(ModelRole.DRAFT, ONE))
                                    .isLessThan(profile.millis(ModelRole.TARGET, ONE));
                        });
    }

    @Test
    void aPassOfAnAcceleratorTakesWhatItsMemoryAllows() {
        CostProfile h100 = Profiles.of("h100-8b-3b-1b");
        // 6.98e9 weights of blocks, 0.53e9 of the head, 2 bytes each; 131,072 bytes of KV a token.
        double bytes = (6_979_321_856.0 + 525_336_576.0) * 2 + 131_072.0 * 1000;
        assertThat(h100.millis(ModelRole.TARGET, ONE))
                .isCloseTo(0.4 + bytes / (3350e6 * 0.8), within(0.001));
    }

    @Test
    void aPassOfManyTokensTakesWhatItsArithmeticAllows() {
        CostProfile h100 = Profiles.of("h100-8b-3b-1b");
        PassShape many = new PassShape(4096, 0, 4096, 4096L * 4097 / 2);
        double operations = 2 * 6_979_321_856.0 * 4096 + 4.0 * 32 * 32 * 128 * (4096L * 4097 / 2);
        assertThat(h100.millis(ModelRole.TARGET, many))
                .isCloseTo(0.4 + operations / (989e9 * 0.6), within(0.01));
    }

    @Test
    void measuredPointsAreJoinedByLinesAndGoneOnBehindTheLast() throws IOException {
        CostProfile profile =
                Profiles.of(
                        file(
                                """
                                {"name": "mine", "models": {"target":
                                  {"pass_ms": [[1, 10], [4, 16], [8, 40]], "attention_ms_per_1000": 2}}}
                                """));
        assertThat(millis(profile, 1)).isEqualTo(10);
        assertThat(millis(profile, 2)).isEqualTo(12);
        assertThat(millis(profile, 4)).isEqualTo(16);
        assertThat(millis(profile, 10)).isEqualTo(52);
        assertThat(profile.millis(ModelRole.TARGET, new PassShape(1, 1, 500, 500))).isEqualTo(11);
        // However many of its tokens are fed, what a sequence has in the cache is read once.
        assertThat(profile.millis(ModelRole.TARGET, new PassShape(4, 4, 500, 1994))).isEqualTo(17);
        assertThat(profile.kinds()).containsExactly(TextKind.TASKS, TextKind.STORIES);
    }

    @Test
    void aPassThatDrawsAfterSomeOfItsTokensCostsAsDrawingAndAsReadingOnesByTheirShare()
            throws IOException {
        CostProfile profile =
                Profiles.of(
                        file(
                                """
                                {"name": "mine", "models": {"target":
                                  {"pass_ms": [[1, 10], [9, 50]], "read_ms": [[1, 8], [9, 16]]}}}
                                """));
        assertThat(profile.millis(ModelRole.TARGET, new PassShape(9, 9, 9, 9))).isEqualTo(50);
        assertThat(profile.millis(ModelRole.TARGET, new PassShape(9, 0, 9, 9))).isEqualTo(16);
        assertThat(profile.millis(ModelRole.TARGET, new PassShape(8, 2, 8, 8)))
                .isEqualTo(0.25 * 45 + 0.75 * 15);
    }

    @Test
    void countsWhatAPassOfRowsReads() {
        PassShape shape =
                PassShape.of(
                        List.of(
                                new Row(0, 10, new int[3], List.of()),
                                new Row(1, 0, new int[2], List.of())));
        assertThat(shape).isEqualTo(new PassShape(5, 0, 15, 11 + 12 + 13 + 1 + 2));
    }

    @Test
    void refusesWrongProfilesByFieldValueAndLimit() {
        refuses("{\"name\": \"x\"}", "profile.models is missing");
        refuses("[]", "profile is []; allowed: an object");
        refuses("{", "is not JSON");
        refuses("{\"name\": \"x\", \"models\": {}}", "profile.models.target is missing");
        refuses(
                "{\"name\": \"x\", \"nodels\": {}}",
                "profile.nodels is unknown; allowed: name, about,");
        refuses(
                target("{\"pass_ms\": [[4, 10], [2, 12]]}"),
                "profile.models.target.pass_ms[1] is [2.0, 12.0]; allowed: whole tokens that rise");
        refuses(
                target("{\"pass_ms\": [[1, 10], [2, 9]]}"),
                "profile.models.target.pass_ms[1] is [2.0, 9.0]");
        refuses(
                target("{\"pass_ms\": [[1, 1]], \"read_ms\": [[1, 10], [2, 9]]}"),
                "profile.models.target.read_ms[1] is [2.0, 9.0]");
        refuses(
                target("{\"pass_ms\": [[1.5, 10]]}"),
                "profile.models.target.pass_ms[0] is [1.5, 10.0]; allowed: whole tokens");
        refuses(
                target("{\"pass_ms\": {\"1\": 10}}"),
                "profile.models.target.pass_ms is {\"1\":10}; allowed: a list of");
        refuses(
                target("{\"pass_ms\": [{\"a\": 1, \"b\": 10}]}"),
                "profile.models.target.pass_ms holds {\"a\":1,\"b\":10}; allowed: [tokens, milliseconds]");
        refuses(
                "{\"name\": \"x\", \"models\": {\"target\": {\"pass_ms\": [[1, 1]]}}, \"kinds\": {"
                        + IntStream.range(0, 257)
                                .mapToObj(kind -> "\"k%d\": {\"draft\": 0.5}".formatted(kind))
                                .collect(Collectors.joining(","))
                        + "}}",
                "profile.kinds has 257 kinds; allowed: 1 to 256");
        refuses(target("{\"layers\": 0}"), "profile.models.target.heads is missing");
        refuses(
                target("{\"heads\": 2.5, \"layers\": 1}"),
                "profile.models.target.heads is 2.5; allowed: a whole number");
        refuses(
                "{\"name\": \"x\", \"models\": {\"target\": {\"pass_ms\": [[1, 1]]}}, \"kinds\": {\"a\": {\"draft\": 1.5}}}",
                "profile.kinds.a.draft is 1.5; allowed: a number from 0.01 to 0.99");
        assertThatThrownBy(() -> Profiles.of("nowhere.json"))
                .isInstanceOf(SimulationException.class)
                .hasMessageStartingWith(
                        "profile is nowhere.json; allowed: a file, or one of h100-8b-3b-1b");
    }

    private void refuses(String json, String message) {
        assertThatThrownBy(() -> Profiles.of(file(json)))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining(message);
    }

    private static String target(String model) {
        return "{\"name\": \"x\", \"models\": {\"target\": " + model + "}}";
    }

    private String file(String json) throws IOException {
        return Files.writeString(folder.resolve("profile.json"), json).toString();
    }

    private static double millis(CostProfile profile, int positions) {
        return profile.millis(ModelRole.TARGET, new PassShape(positions, 1, 0, 0));
    }
}
