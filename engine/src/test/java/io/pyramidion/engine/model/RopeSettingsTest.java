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
package io.pyramidion.engine.model;

import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

class RopeSettingsTest {

    private static final String LLAMA3 =
            "\"factor\": 32, \"low_freq_factor\": 1, \"high_freq_factor\": 4,"
                    + " \"original_max_position_embeddings\": 8192";

    @TempDir private Path directory;

    @Test
    void plainFrequenciesAreAGeometricRow() throws IOException {
        float[] frequencies = read("{\"rope_theta\": 10000.0}").inverseFrequencies(8);

        assertThat(frequencies).containsExactly(new float[] {1f, 0.1f, 0.01f, 0.001f}, ulps());
    }

    @Test
    void defaultsToTenThousandWithoutScaling() throws IOException {
        assertThat(read("{}")).isEqualTo(new RopeSettings(10_000, new RopeScaling.None()));
        assertThat(read("{\"rope_scaling\": null, \"rope_theta\": 5e5}").theta()).isEqualTo(5e5);
    }

    @Test
    void linearScalingDividesEveryFrequency() throws IOException {
        RopeSettings rope = read("{\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}}");

        assertThat(rope.inverseFrequencies(4))
                .containsExactly(new float[] {0.25f, 0.0025f}, ulps());
    }

    /**
     * Llama 3.2's settings at a head of 64. The values were computed from the published formula in
     * double precision with Python: f = 500000^(-i/32); where 2 pi / f exceeds 8192, f / 32; where
     * it is below 2048, f; between, s = (8192 f / (2 pi) - 1) / 3 and (1 - s) f / 32 + s f.
     */
    @Test
    void llama3ScalingKeepsShortWavesAndDividesLongOnes() throws IOException {
        RopeSettings rope =
                read(
                        "{\"rope_theta\": 500000.0, \"rope_scaling\": {\"rope_type\": \"llama3\", "
                                + LLAMA3
                                + "}}");

        float[] frequencies = rope.inverseFrequencies(64);

        assertThat(frequencies).hasSize(32);
        Percentage relative = withinPercentage(1e-4);
        assertThat(frequencies[0]).isCloseTo(1.000000000e+00f, relative);
        assertThat(frequencies[10]).isCloseTo(1.656044008e-02f, relative);
        assertThat(frequencies[15]).isCloseTo(1.290547928e-03f, relative);
        assertThat(frequencies[16]).isCloseTo(4.295567966e-04f, relative);
        assertThat(frequencies[17]).isCloseTo(9.708287803e-05f, relative);
        assertThat(frequencies[18]).isCloseTo(1.946163818e-05f, relative);
        assertThat(frequencies[20]).isCloseTo(8.570255490e-06f, relative);
        assertThat(frequencies[31]).isCloseTo(9.418306725e-08f, relative);
    }

    @Test
    void bothSpellingsMeanTheSame() throws IOException {
        String scaling = "\"rope_type\": \"llama3\", " + LLAMA3;

        assertThat(read("{\"rope_parameters\": {\"rope_theta\": 500000.0, " + scaling + "}}"))
                .isEqualTo(read("{\"rope_theta\": 500000.0, \"rope_scaling\": {" + scaling + "}}"));
    }

    /** The old spelling wins as a whole in transformers 5, whatever the new one says. */
    @Test
    void theOldSpellingWinsWhereBothStand() throws IOException {
        String both =
                "{\"rope_theta\": 7.0, \"rope_parameters\": {\"rope_theta\": 5e5, \"rope_type\":"
                        + " \"default\"}, \"rope_scaling\": %s}";

        assertThat(read(both.formatted("{\"rope_type\": \"linear\", \"factor\": 4}")))
                .isEqualTo(new RopeSettings(7, new RopeScaling.Linear(4)));
        assertThat(read(both.formatted("{}")).theta()).isEqualTo(5e5);
        assertThat(read(both.formatted("null")).theta()).isEqualTo(5e5);
        assertThat(read("{\"rope_scaling\": {\"rope_type\": \"default\", \"type\": \"linear\"}}"))
                .isEqualTo(new RopeSettings(10_000, new RopeScaling.None()));
    }

    @Test
    void theOriginalLengthOutsideWinsAndTheContextIsTheLast() throws IOException {
        String yarn = "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4%s}";
        String inside = ", \"original_max_position_embeddings\": 64";

        assertThat(original("{\"original_max_position_embeddings\": 32, " + yarn.formatted(inside)))
                .isEqualTo(32);
        assertThat(original("{" + yarn.formatted(inside))).isEqualTo(64);
        assertThat(original("{\"max_position_embeddings\": 512, " + yarn.formatted("")))
                .isEqualTo(512);
        assertThat(original("{" + yarn.formatted(""))).isEqualTo(2048);
    }

    private int original(String config) throws IOException {
        return ((RopeScaling.Yarn) read(config + "}").scaling()).originalPositions();
    }

    @Test
    void yarnsFactorOfAttentionIsStatedOrComputed() throws IOException {
        assertThat(yarnFactor("")).isEqualTo(0.1 * Math.log(4) + 1);
        assertThat(yarnFactor(", \"attention_factor\": 1.5")).isEqualTo(1.5);
        assertThat(yarnFactor(", \"mscale\": 1, \"mscale_all_dim\": 0.5"))
                .isEqualTo((0.1 * Math.log(4) + 1) / (0.05 * Math.log(4) + 1));
        assertThat(yarnFactor(", \"mscale\": 2, \"mscale_all_dim\": 0"))
                .isEqualTo(0.1 * Math.log(4) + 1);
    }

    private double yarnFactor(String more) throws IOException {
        String scaling = "{\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4" + more + "}}";
        return read(scaling).scaling().attentionFactor();
    }

    /** Beyond the original length other divisors would hold, also for what is cached. */
    @Test
    void longRopeEndsAtTheOriginalLength() throws IOException {
        RopeSettings rope =
                read(
                        "{\"max_position_embeddings\": 4096, \"rope_scaling\": {\"type\": \"longrope\","
                                + " \"original_max_position_embeddings\": 256,"
                                + " \"short_factor\": [1, 2, 4, 8], \"long_factor\": [9, 9, 9, 9]}}");

        assertThat(rope.inverseFrequencies(8))
                .containsExactly(new float[] {1f, 0.05f, 0.0025f, 0.000125f}, ulps());
        assertThat(rope.scaling().attentionFactor())
                .isEqualTo(Math.sqrt(1 + Math.log(16) / Math.log(256)));
        assertThat(rope.scaling().maxPositions(4096)).isEqualTo(256);
    }

    @Test
    void dynamicScalingChangesNothingWithinTheContext() throws IOException {
        assertThat(read("{\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 4}}"))
                .isEqualTo(read("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rope_scaling\": {\"rope_type\": \"mrope\"}}",
                "{\"rope_scaling\": {\"rope_type\": \"yarn\"}}",
                "{\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4, \"beta_fast\": 0.5}}",
                "{\"rope_scaling\": {\"rope_type\": \"dynamic\"}}",
                "{\"rope_scaling\": {\"rope_type\": \"longrope\", \"short_factor\": [1, 1],"
                        + " \"long_factor\": [1, 1, 1, 1]}}",
                "{\"rope_parameters\": {\"full_attention\": {}}}",
                "{\"rope_scaling\": {\"type\": \"linear\"}}",
                "{\"rope_scaling\": {\"type\": \"linear\", \"factor\": 0.5}}",
                "{\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8}}",
                "{\"rope_scaling\": \"linear\"}",
                "{\"rope_theta\": -1}",
                "{\"rope_theta\": \"big\"}",
                "{\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8,"
                        + " \"low_freq_factor\": 4, \"high_freq_factor\": 4,"
                        + " \"original_max_position_embeddings\": 8192}}",
            })
    void refusesWhatItCannotCompute(String config) {
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("config.json: rope_");
    }

    private RopeSettings read(String config) throws IOException {
        Path file = Files.writeString(directory.resolve("config.json"), config);
        return new RopeReader(JsonSettings.read(file), Architecture.LLAMA, 8).read();
    }

    /** Two units in the last place: the power function may round otherwise. */
    private static Offset<Float> ulps() {
        return Offset.offset(2e-7f);
    }
}
