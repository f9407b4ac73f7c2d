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
package io.pyramidion.simulation.fleet;

import io.pyramidion.operators.request.SloClass;
import io.pyramidion.simulation.SimulationException;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.load.Arrivals;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.Profiles;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FleetTest {

    private static final CostProfile PROFILE = Profiles.of("h100-8b-3b-1b");
    private static final FleetSettings SETTINGS = new FleetSettings(8, 256, 2048, 32, 0, 0);
    private static final long SEED = 11;

    private final Fleet fleet = new Fleet(SETTINGS, PROFILE, 2, SEED);

    @Test
    void servesEveryRequestOnceWithAllItsTokens() {
        List<Request> requests = requests(200, 20);
        FleetResult result = fleet.run(requests, way("adaptive"), 3, 3);
        assertThat(result.served()).hasSize(200);
        assertThat(result.served().stream().map(Served::request))
                .containsExactlyInAnyOrderElementsOf(requests);
        assertThat(result.served())
                .allSatisfy(
                        served -> {
                            assertThat(served.tokens())
                                    .isEqualTo(served.request().arrival().outputTokens());
                            assertThat(served.firstToken())
                                    .isGreaterThan(served.request().arrival().nanos());
                            assertThat(served.finished())
                                    .isGreaterThanOrEqualTo(served.firstToken());
                        });
    }

    @Test
    void everyWayWritesTheSameTexts() {
        List<Request> requests = requests(60, 30);
        List<Long> hashes =
                Stream.of(
                                "plain",
                                "fixed-1",
                                "fixed-5",
                                "pyramid-8:4",
                                "threshold",
                                "smartspec",
                                "adaptive")
                        .map(name -> fleet.run(requests, way(name), 2, 2).textsHash())
                        .toList();
        assertThat(hashes).containsOnly(hashes.get(0));
        assertThat(fleet.run(requests.subList(1, 60), way("plain"), 2, 2).textsHash())
                .isNotEqualTo(hashes.get(0));
    }

    @Test
    void theSameInputGivesTheSameResult() {
        List<Request> requests = requests(80, 20);
        FleetResult one = fleet.run(requests, way("smartspec"), 4, 4);
        FleetResult other =
                new Fleet(SETTINGS, PROFILE, 1, SEED).run(requests, way("smartspec"), 4, 4);
        assertThat(one).isEqualTo(other);
    }

    @Test
    void simulatesAPartOfALargeFleet() {
        FleetResult part = fleet.run(requests(400, 100), way("plain"), 40, 4);
        assertThat(part.simulated()).isEqualTo(4);
        assertThat(part.served().size()).isBetween(15, 80);
    }

    @Test
    void servesFasterWithSpeculationWhileThereIsRoom() {
        List<Request> requests = requests(60, 1);
        double plain = fleet.run(requests, way("plain"), 1, 1).mean(Served::tpotMillis);
        double adaptive = fleet.run(requests, way("adaptive"), 1, 1).mean(Served::tpotMillis);
        assertThat(adaptive).isLessThan(0.75 * plain);
    }

    @Test
    void interactiveRequestsOvertakeBatchOnesInTheLine() {
        List<Arrival> arrivals = arrivals(150, 200);
        RequestMix mix = new RequestMix(List.of(1.0, 0.0), 0.5, Targets.NONE);
        List<Served> served = fleet.run(mix.of(arrivals, 3), way("plain"), 1, 1).served();
        assertThat(meanTtft(served, SloClass.INTERACTIVE))
                .isLessThan(0.8 * meanTtft(served, SloClass.BATCH));
    }

    @Test
    void checkpointsHoldUpRounds() {
        List<Request> requests = requests(40, 5);
        FleetSettings pauses = new FleetSettings(8, 256, 2048, 32, 100, 50);
        double without = fleet.run(requests, way("plain"), 1, 1).mean(Served::endToEndMillis);
        double with =
                new Fleet(pauses, PROFILE, 1, SEED)
                        .run(requests, way("plain"), 1, 1)
                        .mean(Served::endToEndMillis);
        assertThat(with / without).isBetween(1.6, 2.6);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> way("fixed-65"))
                .isInstanceOf(SimulationException.class)
                .hasMessageStartingWith("way is fixed-65; allowed: plain, fixed-K");
        assertThatThrownBy(() -> Way.of("pyramid-4:2", Profiles.of("l40-vicuna-7b-68m")))
                .hasMessage(
                        "way pyramid-4:2 needs a qualifier; profile l40-vicuna-7b-68m has none");
        assertThatThrownBy(() -> fleet.run(List.of(), way("plain"), 0, 1))
                .hasMessage("task-managers is 0; allowed: 1 to 100000");
        assertThatThrownBy(() -> new FleetSettings(0, 256, 2048, 32, 0, 0))
                .hasMessage("slots is 0.0; allowed: 1 to 4096");
        assertThatThrownBy(() -> new Targets(0, 1))
                .hasMessage("slo-ttft is 0.0 ms; allowed: above 0");
    }

    private static double meanTtft(List<Served> served, SloClass sloClass) {
        return served.stream()
                .filter(s -> s.request().sloClass() == sloClass)
                .mapToDouble(Served::ttftMillis)
                .average()
                .orElseThrow();
    }

    private static Way way(String name) {
        return Way.of(name, PROFILE);
    }

    private static List<Request> requests(int count, double perSecond) {
        RequestMix mix = new RequestMix(List.of(0.5, 0.5), 0, new Targets(500, 20));
        return mix.of(arrivals(count, perSecond), SEED);
    }

    private static List<Arrival> arrivals(int count, double perSecond) {
        Random random = new Random(SEED);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrivals.add(new Arrival(i, 0, 1 + random.nextInt(400), 1 + random.nextInt(80)));
        }
        return Arrivals.renewal(arrivals, perSecond, 1, SEED);
    }
}
