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
package io.pyramidion.simulation.capacity;

import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.FleetSettings;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.RequestMix;
import io.pyramidion.simulation.fleet.Targets;
import io.pyramidion.simulation.fleet.Way;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.Profiles;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class CapacitySearchTest {

    private static final CostProfile PROFILE = Profiles.of("h100-8b-3b-1b");

    private final List<Point> tried = new ArrayList<>();

    @Test
    void findsTheSmallestFleetThatReachesTheGoal() {
        CapacitySearch search = search(10);
        int needed = search.needed(1, 64).orElseThrow();
        assertThat(needed).isGreaterThan(1);
        assertThat(search.at(needed).attainment()).isGreaterThanOrEqualTo(0.95);
        assertThat(search.at(needed - 1).attainment()).isLessThan(0.95);
        assertThat(tried).hasSameSizeAs(search.points());
    }

    @Test
    void findsTheSameFromAnyBounds() {
        int needed = search(10).needed(1, 64).orElseThrow();
        assertThat(search(10).needed(needed, 100_000)).hasValue(needed);
        assertThat(search(10).needed(1, needed)).hasValue(needed);
        assertThat(search(10).needed(1, needed - 1)).isEmpty();
        assertThat(search(10).needed(needed + 3, 64)).hasValue(needed + 3);
    }

    @Test
    void saysThatNoFleetIsFastEnough() {
        assertThat(search(1).needed(1, 8)).isEmpty();
    }

    @Test
    void noSampleThatGotNoRequestReachesAGoal() {
        assertThat(search(1, 8).needed(1, 1000)).isEmpty();
    }

    private CapacitySearch search(double tpotMillis) {
        return search(tpotMillis, 1000);
    }

    private CapacitySearch search(double tpotMillis, int simulated) {
        List<Arrival> arrivals =
                IntStream.range(0, 400)
                        .mapToObj(i -> new Arrival(i, i * 25_000_000L, 100, 40))
                        .toList();
        List<Request> requests =
                new RequestMix(List.of(1.0, 0.0), 0, new Targets(200, tpotMillis)).of(arrivals, 3);
        Fleet fleet = new Fleet(new FleetSettings(4, 256, 1024, 32, 0, 0), PROFILE, 2, 7);
        return new CapacitySearch(
                fleet, requests, Way.of("plain", PROFILE), 0.95, simulated, tried::add);
    }
}
