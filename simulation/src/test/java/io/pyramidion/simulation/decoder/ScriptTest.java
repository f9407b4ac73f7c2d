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
package io.pyramidion.simulation.decoder;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.sampling.Noise;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.simulation.profile.TextKind;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScriptTest {

    private static final int REQUESTS = 400;
    private static final int TOKENS = 100;
    private static final TextKind HARD =
            new TextKind("hard", TextKind.Curve.STORIES, 0.4, 0.6, 0.5);

    private final Script script = new Script(List.of(TextKind.STORIES, TextKind.TASKS, HARD));

    /** A draw of a model, and whether the target drew the same. */
    private record Seen(Confidence confidence, boolean kept) {}

    @Test
    void modelsForeseeTheShareThatTheirKindSays() {
        assertThat(kept(seen(ModelRole.DRAFT, 0))).isCloseTo(0.67, within(0.02));
        assertThat(kept(seen(ModelRole.QUALIFIER, 0))).isCloseTo(0.74, within(0.02));
        assertThat(kept(seen(ModelRole.DRAFT, 1))).isCloseTo(0.96, within(0.02));
        assertThat(kept(seen(ModelRole.DRAFT, 2))).isCloseTo(0.4, within(0.02));
        assertThat(kept(seen(ModelRole.TARGET, 2))).isEqualTo(1);
    }

    @Test
    void marginsTellAsMuchAsWasMeasured() {
        assertThat(area(seen(ModelRole.DRAFT, 0), c -> c.margin())).isCloseTo(0.79, within(0.03));
        assertThat(area(seen(ModelRole.DRAFT, 1), c -> c.margin())).isCloseTo(0.967, within(0.03));
    }

    @Test
    void probabilitiesAndEntropiesTellAsMuchAsWasMeasured() {
        List<Seen> stories = seen(ModelRole.DRAFT, 0);
        assertThat(area(stories, c -> c.logProbability())).isCloseTo(0.656, within(0.03));
        assertThat(area(stories, c -> -c.entropy())).isCloseTo(0.635, within(0.03));
        List<Seen> tasks = seen(ModelRole.DRAFT, 1);
        assertThat(area(tasks, c -> c.logProbability())).isCloseTo(0.967, within(0.03));
    }

    @Test
    void smallMarginsAreKeptAsOftenAsWasMeasured() {
        List<Seen> stories = seen(ModelRole.DRAFT, 0);
        assertThat(keptAround(stories, 0.26)).isCloseTo(0.40, within(0.06));
        assertThat(keptAround(stories, 1.34)).isCloseTo(0.74, within(0.06));
        assertThat(keptAround(stories, 4.8)).isGreaterThan(0.95);
    }

    @Test
    void whereTheDraftErrsTheQualifierErrsMoreOften() {
        int both = 0;
        int draftErrs = 0;
        for (long request = 0; request < REQUESTS; request++) {
            long seed = Script.seed(1, request, 0);
            for (int position = 0; position < TOKENS; position++) {
                long key = Noise.key(seed, position);
                if (script.token(ModelRole.DRAFT, seed, key) != script.token(key)) {
                    draftErrs++;
                    both +=
                            script.token(ModelRole.QUALIFIER, seed, key) == script.token(key)
                                    ? 0
                                    : 1;
                }
            }
        }
        assertThat((double) both / draftErrs).isBetween(0.45, 0.8);
    }

    @Test
    void drawsAreAFunctionOfRequestAndPosition() {
        long seed = Script.seed(1, 2, 1);
        long key = Noise.key(seed, 3);
        Script same = new Script(List.of(TextKind.STORIES, TextKind.TASKS, HARD));
        assertThat(same.token(ModelRole.DRAFT, seed, key))
                .isEqualTo(script.token(ModelRole.DRAFT, seed, key));
        assertThat(same.confidence(ModelRole.DRAFT, seed, key))
                .isEqualTo(script.confidence(ModelRole.DRAFT, seed, key));
        assertThat(script.token(key)).isNotEqualTo(script.token(Noise.key(seed, 4)));
    }

    private List<Seen> seen(ModelRole role, int kind) {
        List<Seen> seen = new ArrayList<>();
        for (long request = 0; request < REQUESTS; request++) {
            long seed = Script.seed(1, request, kind);
            for (int position = 0; position < TOKENS; position++) {
                long key = Noise.key(seed, position);
                Confidence confidence =
                        role == ModelRole.TARGET ? null : script.confidence(role, seed, key);
                seen.add(new Seen(confidence, script.token(role, seed, key) == script.token(key)));
            }
        }
        return seen;
    }

    private static double kept(List<Seen> seen) {
        return seen.stream().filter(Seen::kept).count() / (double) seen.size();
    }

    private static double keptAround(List<Seen> seen, double margin) {
        return kept(
                seen.stream()
                        .filter(s -> Math.abs(Math.log(s.confidence().margin() / margin)) < 0.1)
                        .toList());
    }

    /** Area under the curve: how likely a kept draw scores higher than one that is not. */
    private static double area(List<Seen> seen, ToDoubleFunction<Confidence> score) {
        List<Seen> sorted = new ArrayList<>(seen);
        sorted.sort(Comparator.comparingDouble(s -> score.applyAsDouble(s.confidence())));
        long below = 0;
        long pairs = 0;
        for (Seen each : sorted) {
            if (each.kept()) {
                pairs += below;
            } else {
                below++;
            }
        }
        return (double) pairs / below / (sorted.size() - below);
    }
}
