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
package io.pyramidion.operators.request;

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.engine.speculation.Tolerance;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.SpeculationPreference;
import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class SpeculationResolverTest {

    private static final Set<ModelRole> BOTH = EnumSet.of(ModelRole.DRAFT, ModelRole.QUALIFIER);
    private static final SpeculationSettings EXACT =
            SpeculationSettings.lossless(SpeculationMode.EXACT, 3, 6);
    private static final SpeculationSettings OFF =
            SpeculationSettings.lossless(SpeculationMode.OFF, 3, 6);

    @Test
    void speculatesWithEveryModelOfTheJobUnlessTheRequestSaysOtherwise() {
        assertThat(resolve(EXACT, BOTH, null)).isEqualTo(new Speculation(true, true, 3, 6));
        assertThat(resolve(EXACT, Set.of(ModelRole.QUALIFIER), null))
                .isEqualTo(new Speculation(false, true, 3, 6));
        assertThat(resolve(EXACT, Set.of(), null)).isEqualTo(Speculation.OFF);
        assertThat(resolve(OFF, BOTH, null)).isEqualTo(Speculation.OFF);
    }

    @Test
    void followsTheRequest() {
        assertThat(
                        resolve(
                                OFF,
                                BOTH,
                                wanted("exact").setModels(List.of("draft")).setDraftLength(2)))
                .isEqualTo(new Speculation(true, false, 2, 6));
        assertThat(resolve(EXACT, BOTH, wanted("off"))).isEqualTo(Speculation.OFF);
        assertThat(resolve(EXACT, BOTH, wanted("exact").setModels(List.of())))
                .isEqualTo(Speculation.OFF);
    }

    @Test
    void cutsADefaultToWhatTheRequestNames() {
        assertThat(resolve(EXACT, BOTH, wanted(null).setQualifierLength(2)))
                .isEqualTo(new Speculation(true, true, 2, 2));
        assertThat(resolve(fuzzy(), BOTH, wanted("fuzzy").setTauTarget(0.1)).tolerance())
                .isEqualTo(new Tolerance(0.1, 0.1, Divergence.TV));
    }

    @Test
    void toleratesAsMuchAsTheModeUses() {
        assertThat(resolve(fuzzy(), BOTH, null).tolerance())
                .isEqualTo(new Tolerance(0.3, 0.5, Divergence.TV));
        assertThat(resolve(fuzzy(), BOTH, wanted("assisted")).tolerance())
                .isEqualTo(new Tolerance(0, 0.5, Divergence.TV));
        assertThat(resolve(fuzzy(), BOTH, wanted("exact")).tolerance()).isEqualTo(Tolerance.NONE);
        assertThat(
                        resolve(
                                        fuzzy(),
                                        BOTH,
                                        wanted("fuzzy")
                                                .setTauQualifier(0.2)
                                                .setTauTarget(0.1)
                                                .setForce(true))
                                .tolerance())
                .isEqualTo(new Tolerance(0.2, 0.1, Divergence.TV));
    }

    @Test
    void looksUpWithoutAnyModel() {
        Speculation alone =
                resolve(fuzzy(), BOTH, wanted(null).setModels(List.of()).setPromptLookup(true));
        assertThat(alone).isEqualTo(new Speculation(false, false, 3, 6, true, Tolerance.NONE));
        assertThat(alone.modeName()).isEqualTo("exact");
    }

    @Test
    void cutsWhatAnEarlierJobAllowedAndThisOneDoesNot() {
        SpeculationPreference.Builder earlier =
                wanted("fuzzy")
                        .setModels(List.of("draft", "qualifier"))
                        .setDraftLength(9)
                        .setQualifierLength(12)
                        .setTauQualifier(0.9)
                        .setTauTarget(0.9);
        assertThat(resolve(fuzzy(), BOTH, earlier))
                .isEqualTo(
                        new Speculation(
                                true, true, 3, 6, false, new Tolerance(0.3, 0.5, Divergence.TV)));
        assertThat(resolve(EXACT, Set.of(ModelRole.DRAFT), earlier))
                .isEqualTo(new Speculation(true, false, 3, 6));
    }

    @Test
    void letsTheJobChooseLengthsWhereThatChangesNoTextAndElseWhereTheRequestAllowsIt() {
        assertThat(resolve(EXACT, BOTH, null).adaptive()).isTrue();
        assertThat(resolve(fuzzy(), BOTH, null).adaptive()).isFalse();
        assertThat(resolve(fuzzy(), BOTH, wanted("exact")).adaptive()).isTrue();
        assertThat(resolve(EXACT, BOTH, wanted(null).setAdaptive(false)).adaptive()).isFalse();
        assertThat(resolve(fuzzy(), BOTH, wanted("assisted").setAdaptive(true)).adaptive())
                .isTrue();
        assertThat(resolve(fuzzy(), BOTH, wanted("fuzzy").setTauTarget(0.0)).adaptive()).isTrue();
    }

    private static Speculation resolve(
            SpeculationSettings job,
            Set<ModelRole> speculators,
            SpeculationPreference.Builder preference) {
        return new SpeculationResolver(job, speculators)
                .resolve(preference == null ? null : preference.build());
    }

    private static SpeculationSettings fuzzy() {
        return new SpeculationSettings(
                SpeculationMode.FUZZY,
                SpeculationMode.FUZZY,
                3,
                6,
                0.3,
                0.5,
                Divergence.TV,
                false,
                0,
                false);
    }

    private static SpeculationPreference.Builder wanted(String mode) {
        return SpeculationPreference.newBuilder().setMode(mode);
    }
}
