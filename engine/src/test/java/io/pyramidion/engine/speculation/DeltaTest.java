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
package io.pyramidion.engine.speculation;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.engine.tokenizer.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Where deltas say that they belong, when a sequence goes on after a failure. */
class DeltaTest {

    private static final int END = 3;
    private static final List<String> STOP = List.of(" at night");
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizer.open(ModelDirectory.open(BundledFamily.target()));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    /** The first is cut by the stop text, the second ends while its beginning is held back. */
    @ParameterizedTest
    @CsvSource({
        "a café 🙂 in Łódź 世界 at nigh 🙂🙂 at night, a café 🙂 in Łódź 世界 at nigh 🙂🙂",
        "a café 🙂 in Łódź 世界 at nigh 🙂🙂 at nig, a café 🙂 in Łódź 世界 at nigh 🙂🙂 at nig"
    })
    void deltasCutElsewhereAfterARestoreMakeTheSameText(String generated, String wanted) {
        int[] ids = Arrays.copyOf(tokenizer.encode(generated, false), idCount(generated) + 1);
        ids[ids.length - 1] = END;
        int[] held = new int[1];
        for (int restored = 0; restored < ids.length - 1; restored++) {
            for (int cut = 1; cut <= 4; cut++) {
                Places places = new Places();
                Sequence first = sequence(new int[0]);
                generate(first, ids, 0, 3, places, held);
                int[] stood = Arrays.copyOf(ids, restored);
                Sequence again = sequence(stood);
                generate(again, ids, restored, cut, places, held);

                assertThat(places.text()).isEqualTo(wanted).isEqualTo(again.text());
                assertThat(places.tokens.values())
                        .containsExactlyElementsOf(
                                Arrays.stream(first.generatedTokens()).boxed().toList());
            }
        }
        assertThat(held[0]).as("deltas with tokens but no text").isPositive();
    }

    private static int idCount(String text) {
        return tokenizer.encode(text, false).length;
    }

    private static void generate(
            Sequence sequence, int[] ids, int from, int cut, Places places, int[] held) {
        for (int i = from; i < ids.length && !sequence.isFinished(); i++) {
            sequence.commit(0, ids[i]);
            if ((i - from) % cut == cut - 1 || sequence.isFinished()) {
                Delta delta = sequence.drain();
                held[0] += delta.tokenIds().length > 0 && delta.text().isEmpty() ? 1 : 0;
                places.add(delta);
            }
        }
        assertThat(sequence.isFinished()).isTrue();
    }

    private static Sequence sequence(int[] stood) {
        return new Sequence(
                "r",
                new int[] {1, 40, 2},
                stood,
                new SamplingParameters(0, 1, 0, 0, 0, 150, 0, STOP, Set.of(), false),
                Speculation.OFF,
                Set.of(END),
                new TextStream(tokenizer, STOP),
                200);
    }

    /** A reader: each delta in its place, where what stands already must be equal. */
    private static final class Places {

        private final Map<Integer, Integer> tokens = new TreeMap<>();
        private final Map<Integer, Integer> characters = new TreeMap<>();

        private void add(Delta delta) {
            write(delta.firstPosition(), delta.tokenIds(), tokens);
            write(delta.firstCharacter(), delta.text().codePoints().toArray(), characters);
        }

        private static void write(int first, int[] values, Map<Integer, Integer> known) {
            assertThat(first).as("nothing is left out").isLessThanOrEqualTo(known.size());
            for (int i = 0; i < values.length; i++) {
                Integer before = known.put(first + i, values[i]);
                assertThat(before).isIn(null, values[i]);
            }
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            characters.values().forEach(text::appendCodePoint);
            return text.toString();
        }
    }
}
