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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.operators.request.SloClass;
import io.pyramidion.simulation.load.Arrival;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Which requests come when. */
class LoadTest {

    private static final Content CONTENT = new Content(List.of("a task"), List.of("a story"), 0.5);

    @ParameterizedTest
    @EnumSource(Arrivals.class)
    void sendsAsManyRequestsAsTheLoadSays(Arrivals arrivals) {
        Load load = new Load(arrivals, arrivals.bundled(), CONTENT, 40, 80);

        List<Planned> requests = load.window(5, 20, 1);

        assertThat(requests).hasSize(100).isEqualTo(load.window(5, 20, 1));
        assertThat(requests).isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
        assertThat(requests.get(99).at()).isEqualTo(20, Offset.offset(1e-9));
        assertThat(requests).allMatch(r -> r.maxTokens() >= 4 && r.maxTokens() <= 80);
        assertThat(requests).extracting(Planned::kind).contains(SloClass.values());
        assertThat(load.window(5, 20, 2)).isNotEqualTo(requests);
    }

    @Test
    void keepsTheGapsOfTheTrace() {
        List<Arrival> trace = trace(new double[] {0, 1, 1, 4}, 10, 20, 30, 40);

        double[] times = Arrivals.CONV.times(1, 8, trace, 3);

        // Two turns through gaps of 0, 1, 0 and 3 seconds, wherever they start.
        double[] gaps = new double[times.length];
        for (int i = 1; i < times.length; i++) {
            gaps[i] = times[i] - times[i - 1];
        }
        assertThat(Arrays.stream(gaps).filter(gap -> gap > 2.9).count()).isBetween(1L, 2L);
        assertThat(Arrays.stream(gaps).filter(gap -> gap < 1e-9).count()).isGreaterThan(3);
    }

    @Test
    void scalesTheLengthsOfTheTraceToOurModels() {
        List<Arrival> trace = trace(new double[] {0, 1, 2}, 100, 200, 300);
        Load load = new Load(Arrivals.POISSON, trace, CONTENT, 20, 25);

        assertThat(load.flood(30, 1)).extracting(Planned::maxTokens).containsOnly(10, 20, 25);
    }

    private static List<Arrival> trace(double[] seconds, int... tokens) {
        return IntStream.range(0, tokens.length)
                .mapToObj(i -> new Arrival(i, (long) (seconds[i] * 1e9), 1, tokens[i]))
                .toList();
    }
}
