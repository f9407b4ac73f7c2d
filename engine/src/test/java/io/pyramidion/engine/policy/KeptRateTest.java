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
package io.pyramidion.engine.policy;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How often proposals are kept. */
class KeptRateTest {

    private final KeptRate rate = new KeptRate(40, 3);

    @Test
    void leansOnWhatIsUsualUntilSomethingIsSeen() {
        assertThat(rate.share(0.7)).isCloseTo(0.7, within(1e-9));
        assertThat(rate.hopeful(0.7)).isGreaterThan(0.9);
    }

    @Test
    void whatStandsBehindARejectedTokenIsNotCounted() {
        for (int i = 0; i < 200; i++) {
            rate.learn(8, 1);
        }

        assertThat(rate.share(0.5)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void followsAChange() {
        for (int i = 0; i < 200; i++) {
            rate.learn(4, 4);
        }
        assertThat(rate.share(0.5)).isGreaterThan(0.95);

        for (int i = 0; i < 60; i++) {
            rate.learn(4, 0);
        }

        assertThat(rate.share(0.5)).isLessThan(0.3);
    }

    @Test
    void whatWasSeenLongAgoIsNoReasonNotToTryAgain() {
        for (int i = 0; i < 200; i++) {
            rate.learn(4, 2);
        }
        double share = rate.share(0.8);
        assertThat(rate.hopeful(0.8)).isLessThan(share + 0.1);

        for (int i = 0; i < 500; i++) {
            rate.age();
        }

        assertThat(rate.share(0.8)).isEqualTo(share);
        assertThat(rate.hopeful(0.8)).isGreaterThan(share + 0.2);
    }

    @Test
    void newsCountsForMoreAfterALongTimeWithout() {
        KeptRate old = new KeptRate(1500, 6);
        for (int i = 0; i < 2000; i++) {
            old.learn(2, 0);
        }
        for (int i = 0; i < 500; i++) {
            old.age();
        }

        old.learn(60, 60);

        assertThat(old.share(0.5)).isBetween(0.4, 0.6);
    }

    @Test
    void comesBackToTheUsualWhenItFades() {
        for (int i = 0; i < 200; i++) {
            rate.learn(4, 0);
        }
        for (int i = 0; i < 2000; i++) {
            rate.fade(0.995);
        }

        assertThat(rate.share(0.8)).isCloseTo(0.8, within(0.01));
    }
}
