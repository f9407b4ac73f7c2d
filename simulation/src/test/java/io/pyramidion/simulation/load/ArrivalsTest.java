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
package io.pyramidion.simulation.load;

import io.pyramidion.simulation.SimulationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ArrivalsTest {

    private static final List<Arrival> MANY =
            IntStream.range(0, 20_000).mapToObj(i -> new Arrival(i, i * 1000L, 10, 5)).toList();

    @TempDir private Path folder;

    @Test
    void readsATraceOfTheAzureDataset() throws IOException {
        Path file =
                trace(
                        "2023-11-16 18:15:46.6805900,374,44",
                        "2023-11-16 18:15:50.9951690,396,0",
                        "2023-11-16 18:15:48.6805900,879,55");
        assertThat(Trace.read(file))
                .containsExactly(
                        new Arrival(0, 0, 374, 44),
                        new Arrival(1, 2_000_000_000L, 879, 55),
                        new Arrival(2, 4_314_579_000L, 396, 1));
    }

    @Test
    void readsSecondsToo() throws IOException {
        assertThat(Trace.read(trace("5,1,2", "6.5,3,4")))
                .containsExactly(new Arrival(0, 0, 1, 2), new Arrival(1, 1_500_000_000L, 3, 4));
    }

    @Test
    void refusesWrongTracesByTheirLine() throws IOException {
        refuses(trace("1,2"), "line 2 has 2 columns; allowed: 3");
        refuses(trace("1,2,3", "today,2,3"), "line 3 is \"today,2,3\"; allowed: a date");
        refuses(trace("1,-2,3"), "line 2 is \"1,-2,3\"");
        refuses(trace(), "has no requests");
        Path swapped =
                Files.writeString(
                        folder.resolve("swapped.csv"),
                        "TIMESTAMP,GeneratedTokens,ContextTokens\n1,2,3\n");
        refuses(swapped, "allowed: TIMESTAMP,ContextTokens,GeneratedTokens");
        refuses(folder.resolve("none.csv"), "allowed: a file");
    }

    @Test
    void readsTracesAsEditorsWriteThemAndRefusesWhatIsNoText() throws IOException {
        String text = "\uFEFFTIMESTAMP,ContextTokens,GeneratedTokens\r\n\r\n5,1,2\r\n6.5,3,4";
        assertThat(Trace.read(Files.writeString(folder.resolve("crlf.csv"), text))).hasSize(2);
        Path latin =
                Files.writeString(
                        folder.resolve("latin.csv"),
                        "TIMESTAMP,ContextTokens,GeneratedTokens\n5,1,2\n\u00e9,1,2\n",
                        StandardCharsets.ISO_8859_1);
        refuses(latin, latin + ", line 3 has byte 0xe9 at offset 0; allowed: valid UTF-8");
        refuses(Files.createFile(folder.resolve("empty.csv")), "begins with nothing; allowed");
    }

    @Test
    void scalesTheRateAndKeepsTheTime() {
        List<Arrival> scaled = Arrivals.scaled(MANY, 2.5, 7);
        assertThat(scaled).hasSizeBetween(49_000, 51_000);
        assertThat(Arrivals.span(scaled)).isLessThanOrEqualTo(Arrivals.span(MANY));
        assertThat(scaled).isSortedAccordingTo(Comparator.comparingLong(Arrival::nanos));
        assertThat(scaled.get(77).number()).isEqualTo(77);
        assertThat(Arrivals.scaled(MANY, 0.25, 7)).hasSizeBetween(4_700, 5_300);
        assertThat(Arrivals.scaled(MANY, 2.5, 7)).isEqualTo(scaled);
        assertThatThrownBy(() -> Arrivals.scaled(MANY, 0, 7))
                .hasMessage("scale is 0.0; allowed: above 0");
    }

    @Test
    void makesUpGapsOfAGivenVariation() {
        for (double variation : new double[] {0.5, 1, 2}) {
            List<Arrival> renewed = Arrivals.renewal(MANY, 50, variation, 3);
            double[] gaps =
                    IntStream.range(1, renewed.size())
                            .mapToDouble(i -> renewed.get(i).nanos() - renewed.get(i - 1).nanos())
                            .toArray();
            double mean =
                    IntStream.range(0, gaps.length)
                            .mapToDouble(i -> gaps[i])
                            .average()
                            .orElseThrow();
            double variance =
                    IntStream.range(0, gaps.length)
                            .mapToDouble(i -> Math.pow(gaps[i] - mean, 2))
                            .average()
                            .orElseThrow();
            assertThat(mean).isCloseTo(2e7, within(1e6));
            assertThat(Math.sqrt(variance) / mean).isCloseTo(variation, within(0.1 * variation));
        }
    }

    @Test
    void makesBurstsOfTheSameRate() {
        List<Arrival> bursts = Arrivals.bursts(MANY, 50, 100);
        assertThat(bursts.get(99).nanos()).isZero();
        assertThat(bursts.get(100).nanos()).isEqualTo(2_000_000_000L);
    }

    @Test
    void fitsRequestsToAContext() {
        assertThat(
                        Arrivals.fitted(
                                List.of(new Arrival(0, 0, 5000, 100), new Arrival(1, 1, 10, 3000)),
                                1000))
                .containsExactly(new Arrival(0, 0, 900, 100), new Arrival(1, 1, 10, 500));
    }

    private static void refuses(Path file, String message) {
        assertThatThrownBy(() -> Trace.read(file))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining(message);
    }

    private Path trace(String... lines) throws IOException {
        return Files.writeString(
                folder.resolve("trace.csv"),
                "TIMESTAMP,ContextTokens,GeneratedTokens\n" + String.join("\n", lines));
    }
}
