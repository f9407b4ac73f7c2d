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
package io.pyramidion.simulation.policy;

import io.pyramidion.operators.request.SloClass;
import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.FleetResult;
import io.pyramidion.simulation.fleet.FleetSettings;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.Served;
import io.pyramidion.simulation.fleet.Targets;
import io.pyramidion.simulation.fleet.Way;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.load.Arrivals;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.Profiles;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Targets that can be kept, that cannot, and very many of them. */
class ObjectivesTest {

    private static final CostProfile PROFILE = Profiles.of("xeon-110m-41m-14m");
    private static final Targets IMPOSSIBLE = new Targets(0.001, 0.001);
    private static final int STORIES = 1;
    private static final double AGING_MILLIS = 30_000;
    private static final int CLASSES_CLIMBED = 3;

    @Test
    void keepsATimePerTokenThatLongRoundsWouldMiss() {
        Targets targets = new Targets(Double.POSITIVE_INFINITY, 120);
        List<Request> requests = new ArrayList<>();
        for (Arrival arrival : Arrivals.renewal(arrivals(200, 24, 64), 1.2, 1, 3)) {
            requests.add(new Request(arrival, STORIES, SloClass.INTERACTIVE, targets));
        }
        FleetResult adaptive = run(requests, "adaptive", 16);
        FleetResult fixed = run(requests, "fixed-8", 16);

        assertThat(fixed.attainment()).isLessThan(0.95);
        assertThat(adaptive.attainment()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void anImpossibleTargetTakesNothingFromTheOthers() {
        List<Arrival> arrivals = Arrivals.renewal(arrivals(160, 24, 64), 1, 1, 3);
        List<Request> without = new ArrayList<>();
        List<Request> with = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            boolean hopeless = arrival.number() % 2 == 0;
            Targets targets = hopeless ? IMPOSSIBLE : Targets.NONE;
            without.add(new Request(arrival, STORIES, SloClass.STANDARD, Targets.NONE));
            with.add(new Request(arrival, STORIES, SloClass.STANDARD, targets));
        }
        FleetResult before = run(without, "adaptive", 16);
        FleetResult after = run(with, "adaptive", 16);
        Predicate<Served> other = served -> served.request().arrival().number() % 2 != 0;

        assertThat(after.textsHash()).isEqualTo(before.textsHash());
        assertThat(mean(after, other, true)).isLessThan(1.05 * mean(before, other, true));
        assertThat(mean(after, other, false)).isLessThan(1.1 * mean(before, other, false));
    }

    @Test
    void tenThousandOfTheTightestClassStarveNobody() {
        List<Request> requests = new ArrayList<>();
        for (Arrival arrival : arrivals(10_100, 4, 8)) {
            boolean batch = arrival.number() % 101 == 0;
            requests.add(
                    new Request(
                            arrival,
                            STORIES,
                            batch ? SloClass.BATCH : SloClass.INTERACTIVE,
                            batch ? Targets.NONE : IMPOSSIBLE));
        }
        FleetResult result = run(requests, "adaptive", 16);
        assertThat(result.served()).hasSize(10_100);
        assertThat(result.served())
                .allMatch(served -> served.tokens() == served.request().arrival().outputTokens());
        // All came at once, so that aging alone brings class batch its turn.
        Map<Long, Double> millis =
                result.served().stream()
                        .collect(
                                Collectors.toMap(
                                        served -> served.request().arrival().number(),
                                        Served::endToEndMillis));
        for (long number = 0; number < 10_099; number += 101) {
            assertThat(millis.get(number))
                    .as("request %d", number)
                    .isLessThan(millis.get(number + 1) + CLASSES_CLIMBED * AGING_MILLIS + 5000);
        }
    }

    private static double mean(FleetResult result, Predicate<Served> of, boolean perToken) {
        return result.served().stream()
                .filter(of)
                .mapToDouble(served -> perToken ? served.tpotMillis() : served.endToEndMillis())
                .average()
                .orElseThrow();
    }

    private static FleetResult run(List<Request> requests, String way, int slots) {
        FleetSettings settings = new FleetSettings(slots, 256, 512, 20_000, 0, 0);
        return new Fleet(settings, PROFILE, 1, 9).run(requests, Way.of(way, PROFILE), 1, 1);
    }

    private static List<Arrival> arrivals(int count, int prompt, int output) {
        Random random = new Random(5);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int tokens = output / 2 + random.nextInt(output);
            arrivals.add(new Arrival(i, 0, prompt, tokens));
        }
        return arrivals;
    }
}
