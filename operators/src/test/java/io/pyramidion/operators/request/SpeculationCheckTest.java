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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.SpeculationPreference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class SpeculationCheckTest {

    private static final Set<ModelRole> BOTH = EnumSet.of(ModelRole.DRAFT, ModelRole.QUALIFIER);

    private static final SpeculationCheck CHECK =
            new SpeculationCheck(
                    new SpeculationSettings(
                            SpeculationMode.EXACT,
                            SpeculationMode.FUZZY,
                            4,
                            8,
                            0.4,
                            0.5,
                            Divergence.TV,
                            false,
                            0,
                            false),
                    BOTH);

    @Test
    void acceptsAsMuchFreedomAsTheJobAllowsOrLess() {
        assertThatCode(
                        () -> {
                            CHECK.check(null);
                            CHECK.check(new SpeculationPreference());
                            accept(wanted().setMode("off").setAdaptive(false));
                            accept(wanted().setMode("exact").setAdaptive(true));
                            accept(wanted().setMode("fuzzy").setAdaptive(true));
                            accept(wanted().setModels(List.of()).setPromptLookup(true));
                            accept(wanted().setDraftLength(4).setQualifierLength(4));
                            accept(wanted().setMode("assisted").setTauTarget(0.0));
                            accept(
                                    wanted().setMode("fuzzy")
                                            .setTauQualifier(0.4)
                                            .setTauTarget(0.5)
                                            .setDivergence("tv"));
                            accept(
                                    wanted().setMode("fuzzy")
                                            .setTauQualifier(0.4)
                                            .setTauTarget(0.1)
                                            .setForce(true));
                            accept(
                                    wanted().setModels(List.of("draft"))
                                            .setDraftLength(4)
                                            .setQualifierLength(1));
                        })
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "mode is fast; allowed: off, exact, assisted, fuzzy",
                        wanted().setMode("fast")),
                refusal(
                        "mode is " + "x".repeat(80) + "...; allowed: off, exact, assisted, fuzzy",
                        wanted().setMode("x".repeat(90))),
                refusal(
                        "models is target; allowed: any of draft, qualifier",
                        wanted().setModels(List.of("target"))),
                refusal(
                        "adaptive is true; allowed: false in mode off, where nothing is proposed",
                        wanted().setMode("off").setAdaptive(true)),
                refusal("draft_length is 5; allowed: 1 to 4", wanted().setDraftLength(5)),
                refusal("draft_length is 0; allowed: 1 to 4", wanted().setDraftLength(0)),
                refusal("qualifier_length is 9; allowed: 1 to 8", wanted().setQualifierLength(9)),
                refusal(
                        "draft_length is 3; allowed: at most qualifier_length, which is 2",
                        wanted().setDraftLength(3).setQualifierLength(2)),
                refusal(
                        "tau_target is 0.1; allowed: only in modes assisted and fuzzy",
                        wanted().setTauTarget(0.1)),
                refusal(
                        "tau_qualifier is 0.1; allowed: only in mode fuzzy",
                        wanted().setMode("assisted").setTauQualifier(0.1)),
                refusal("force is true; allowed: only in mode fuzzy", wanted().setForce(true)),
                refusal(
                        "divergence is tv; allowed: only in modes assisted and fuzzy",
                        wanted().setDivergence("tv")),
                refusal(
                        "divergence is js; allowed: tv, which the job uses",
                        wanted().setMode("fuzzy").setDivergence("js")),
                refusal(
                        "tau_target is -0.1; allowed: 0 to 0.5",
                        wanted().setMode("fuzzy").setTauTarget(-0.1)),
                refusal(
                        "tau_target is NaN; allowed: 0 to 0.5",
                        wanted().setMode("fuzzy").setTauTarget(Double.NaN)),
                refusal(
                        "tau_target is 0.51; allowed: 0 to 0.5",
                        wanted().setMode("assisted").setTauTarget(0.51)),
                refusal(
                        "tau_qualifier is 0.41; allowed: 0 to 0.4",
                        wanted().setMode("fuzzy").setTauQualifier(0.41).setForce(true)),
                refusal(
                        "tau_qualifier is 0.3; allowed: at most tau_target, which is 0.2, unless force"
                                + " is true",
                        wanted().setMode("fuzzy").setTauQualifier(0.3).setTauTarget(0.2)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesNamingFieldValueAndLimit(String message, SpeculationPreference preference) {
        String field = "speculation." + message.substring(0, message.indexOf(' '));
        assertThatThrownBy(() -> CHECK.check(preference))
                .asInstanceOf(type(InvalidRequestException.class))
                .satisfies(
                        e -> {
                            assertThat(e.field()).isEqualTo(field);
                            assertThat(e).hasMessage("speculation." + message);
                        });
    }

    @Test
    void allowsNoToleranceUnlessTheOperatorDoes() {
        SpeculationCheck exact =
                new SpeculationCheck(
                        SpeculationSettings.lossless(SpeculationMode.EXACT, 4, 8), Set.of());
        assertThatThrownBy(() -> exact.check(wanted().setMode("assisted").build()))
                .hasMessage("speculation.mode is assisted; allowed: off, exact");
        assertThatThrownBy(() -> exact.check(wanted().setModels(List.of("draft")).build()))
                .hasMessage(
                        "speculation.models is draft; allowed: none, since the job has only the target");
    }

    @Test
    void allowsLongerLengthsWhereTheyAdaptAndOnlyThere() {
        SpeculationSettings settings =
                new SpeculationSettings(
                        SpeculationMode.EXACT,
                        SpeculationMode.FUZZY,
                        2,
                        4,
                        0.1,
                        0.1,
                        Divergence.JS,
                        false,
                        16,
                        false);
        SpeculationCheck check =
                new SpeculationCheck(settings, Set.of(ModelRole.DRAFT, ModelRole.QUALIFIER));
        check.check(wanted().setQualifierLength(16).build());
        check.check(wanted().setMode("fuzzy").setAdaptive(true).setQualifierLength(16).build());
        // Nothing is tolerated: the lengths change no text, and adapt.
        check.check(wanted().setMode("fuzzy").setTauTarget(0.0).setQualifierLength(16).build());
        assertThatThrownBy(
                        () -> check.check(wanted().setMode("fuzzy").setQualifierLength(16).build()))
                .hasMessage("speculation.qualifier_length is 16; allowed: 1 to 4");
        assertThatThrownBy(() -> check.check(wanted().setAdaptive(false).setDraftLength(3).build()))
                .hasMessage("speculation.draft_length is 3; allowed: 1 to 2");
    }

    private static void accept(SpeculationPreference.Builder preference) {
        CHECK.check(preference.build());
    }

    private static Arguments refusal(String message, SpeculationPreference.Builder preference) {
        return Arguments.of(message, preference.build());
    }

    private static SpeculationPreference.Builder wanted() {
        return SpeculationPreference.newBuilder();
    }
}
