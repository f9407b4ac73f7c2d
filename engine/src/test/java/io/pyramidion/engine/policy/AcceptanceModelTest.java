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

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.speculation.AcceptanceStage;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How a confidence becomes a probability, with fixed seeds. */
class AcceptanceModelTest {

    private final Random random = new Random(11);
    private final AcceptanceModel model =
            new AcceptanceModel(FirstGuess.sampled(AcceptanceStage.DRAFT_TARGET));

    @Test
    void aWiderMarginIsSurer() {
        AcceptanceModel.Intercept own = model.intercept();

        double narrow = model.probability(new Confidence(0.1f, -2, 2), own);
        double wide = model.probability(new Confidence(4, -0.1f, 0.3f), own);

        assertThat(narrow).isBetween(0.05, 0.6);
        assertThat(wide).isBetween(0.9, 1.0);
    }

    @Test
    void isCalibratedAfterSomeHundredTokens() {
        run(600, 0);
        Calibration calibration = run(4000, 0);

        assertThat(calibration.error()).isLessThan(0.05);
    }

    @Test
    void followsAChangeOfTheTraffic() {
        run(4000, 0);
        run(600, -2);
        Calibration calibration = run(3000, -2);

        assertThat(calibration.error()).isLessThan(0.05);
    }

    @Test
    void anUnusualSequenceIsKnownWithinSomeTokens() {
        run(4000, 0);
        AcceptanceModel.Intercept own = model.intercept();
        Confidence usual = new Confidence(1.5f, -1, 1);
        double before = model.probability(usual, own);

        for (int i = 0; i < 12; i++) {
            model.learn(usual, own, false);
        }

        assertThat(model.probability(usual, own)).isLessThan(before / 2);
        assertThat(model.probability(usual, model.intercept())).isCloseTo(before, within(0.25));
    }

    @Test
    void extremesAreNoTrouble() {
        AcceptanceModel.Intercept own = model.intercept();

        for (int i = 0; i < 20_000; i++) {
            model.learn(new Confidence(30, -30, 12), own, i % 2 == 0);
        }

        assertThat(model.probability(new Confidence(30, -30, 12), own)).isBetween(0.0, 1.0);
        for (double weight : model.weights()) {
            assertThat(weight).isFinite();
        }
    }

    /** Tokens of sequences whose acceptance is another function of the margin than was guessed. */
    private Calibration run(int tokens, double shift) {
        Calibration calibration = new Calibration();
        AcceptanceModel.Intercept own = model.intercept();
        for (int i = 0; i < tokens; i++) {
            if (i % 50 == 0) {
                own = model.intercept();
            }
            float margin = (float) -Math.log(1 - random.nextDouble()) * 1.5f;
            Confidence confidence = new Confidence(margin, -1 / (1 + margin), 2 / (1 + margin));
            boolean kept = random.nextDouble() < 1 / (1 + Math.exp(-(0.3 + 0.7 * margin + shift)));
            calibration.learn(model.probability(confidence, own), kept);
            model.learn(confidence, own, kept);
        }
        return calibration;
    }

    @Test
    void staysCalibratedOverHundredsOfThousandsOfTokens() {
        AcceptanceModel model = new AcceptanceModel(-0.6, 1.1, 0.2, -0.1);
        Calibration calibration = new Calibration();
        Random random = new Random(5);
        AcceptanceModel.Intercept own = model.intercept();
        for (int token = 0; token < 200_000; token++) {
            double margin = 8 * random.nextDouble() * random.nextDouble();
            double odds = -0.5 + margin;
            Confidence confidence =
                    new Confidence(
                            (float) margin,
                            (float) (-2 * random.nextDouble()),
                            (float) (3 * random.nextDouble()));
            boolean kept = random.nextDouble() < 1 / (1 + Math.exp(-odds));
            calibration.learn(model.probability(confidence, own), kept);
            model.learn(confidence, own, kept);
            if (token % 200 == 0) {
                own = model.intercept();
            }
        }
        assertThat(calibration.error()).isLessThan(0.05);
    }
}
