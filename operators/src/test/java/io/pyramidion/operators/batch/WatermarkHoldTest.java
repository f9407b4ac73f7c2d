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
package io.pyramidion.operators.batch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatermarkHoldTest {

    private final WatermarkHold hold = new WatermarkHold();

    @Test
    void passesOnWhatComesWhileNothingIsUnanswered() {
        hold.watermarkArrived(5);

        assertThat(hold.release()).hasValue(5);
        assertThat(hold.release()).isEmpty();
    }

    @Test
    void staysBehindTheOldestUnansweredRequest() {
        hold.requestArrived(3);
        hold.requestArrived(3);
        hold.requestArrived(4);
        hold.watermarkArrived(9);
        assertThat(hold.release()).hasValue(2);

        hold.requestAnswered(3);
        assertThat(hold.release()).isEmpty();

        hold.requestAnswered(3);
        assertThat(hold.release()).hasValue(3);

        hold.requestAnswered(4);
        assertThat(hold.release()).hasValue(9);
    }

    @Test
    void neverGoesBack() {
        hold.watermarkArrived(9);
        hold.release();

        hold.requestArrived(2);
        assertThat(hold.release()).isEmpty();
    }
}
