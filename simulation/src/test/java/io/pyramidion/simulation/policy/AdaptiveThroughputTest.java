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

import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.FleetResult;
import io.pyramidion.simulation.fleet.FleetSettings;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.RequestMix;
import io.pyramidion.simulation.fleet.Targets;
import io.pyramidion.simulation.fleet.Way;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.Profiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What the adaptive policy brings against every fixed length in hindsight. */
class AdaptiveThroughputTest {

    private static final CostProfile PROFILE = Profiles.of("xeon-110m-41m-14m");
    private static final List<String> FIXED =
            List.of("plain", "fixed-1", "fixed-2", "fixed-4", "fixed-8", "pyramid-4:2");
    private static final long SEED = 9;

    @ParameterizedTest(name = "batch {0}, tasks {1}, stories {2}")
    @CsvSource({
        "1,1,0", "1,0,1", "1,1,1", "4,1,0", "4,0,1", "4,1,1", "16,1,0", "16,0,1", "16,1,1",
        "32,1,0", "32,0,1", "32,1,1"
    })
    void isAsGoodAsTheBestFixedLengthWithTheSameTexts(int batch, double tasks, double stories) {
        List<Request> requests = requests(batch, tasks, stories);
        FleetSettings settings = new FleetSettings(batch, 256, 512, 1000, 0, 0);
        Fleet fleet = new Fleet(settings, PROFILE, 1, SEED);
        FleetResult adaptive = fleet.run(requests, Way.of("adaptive", PROFILE), 1, 1);

        for (String name : FIXED) {
            FleetResult fixed = fleet.run(requests, Way.of(name, PROFILE), 1, 1);
            assertThat(adaptive.textsHash()).as(name).isEqualTo(fixed.textsHash());
            assertThat(adaptive.tokensPerSecond())
                    .as(name)
                    .isGreaterThanOrEqualTo(0.95 * fixed.tokensPerSecond());
        }
    }

    private static List<Request> requests(int batch, double tasks, double stories) {
        Random random = new Random(3);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < Math.max(24, 4 * batch); i++) {
            arrivals.add(new Arrival(i, 0, 24, 32 + random.nextInt(64)));
        }
        return new RequestMix(List.of(tasks, stories), 0, Targets.NONE).of(arrivals, 5);
    }
}
