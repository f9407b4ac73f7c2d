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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class PrefixReuseTest {

    private static final int CONTEXT = 256;
    private static final int NEW_TOKENS = 20;
    private static final Speculation ALL = new Speculation(true, true, 2, 4);

    private static final double AGREEMENT = 0.7;

    private static Pyramid pyramid;

    @BeforeAll
    static void load() {
        pyramid = ScriptedPyramid.load(AGREEMENT);
    }

    @AfterAll
    static void free() {
        pyramid.free();
    }

    @Test
    void readsOnlyTheNewTokensOfANextTurnAndWritesTheSameText() {
        int[] first = prompt(1, 60);
        try (Generator generator = generator(2)) {
            Sequence one = continued(first, ALL);
            generator.run(List.of(one));
            int[] second = turn(first, one, prompt(2, 30));
            Sequence two = sequence(second, ALL);
            generator.run(List.of(two));

            assertThat(one.reusedTokens()).isZero();
            assertThat(two.reusedTokens())
                    .isBetween(first.length + NEW_TOKENS - 4, first.length + NEW_TOKENS - 1);
            assertThat(two.generatedTokens()).isEqualTo(undisturbed(second));
        }
    }

    @Test
    void reusesWhatAModelHoldsThatTheEarlierTurnDidNotAskFor() {
        int[] first = prompt(3, 60);
        try (Generator generator = generator(1)) {
            Sequence one = continued(first, Speculation.OFF);
            generator.run(List.of(one));
            int[] second = turn(first, one, prompt(4, 10));
            Sequence two = sequence(second, ALL);
            generator.run(List.of(two));

            assertThat(two.reusedTokens()).isGreaterThanOrEqualTo(first.length);
            assertThat(two.generatedTokens()).isEqualTo(undisturbed(second));
        }
    }

    @Test
    void keepsTheSlotOfAConversationWhileAnotherIsFree() {
        int[] first = prompt(5, 60);
        try (Generator generator = generator(2)) {
            Sequence one = continued(first, ALL);
            generator.run(List.of(one));
            for (int i = 0; i < 3; i++) {
                Sequence other = sequence(prompt(10 + i, 20), ALL);
                generator.run(List.of(other));
                assertThat(other.reusedTokens()).isZero();
            }
            Sequence two = sequence(turn(first, one, prompt(6, 10)), ALL);
            generator.run(List.of(two));

            assertThat(two.reusedTokens()).isGreaterThan(first.length);
        }
    }

    @Test
    void givesUpTheConversationThatWasLeftLongestAgo() {
        int[] old = prompt(7, 40);
        int[] young = prompt(8, 40);
        try (Generator generator = generator(2)) {
            Sequence oldTurn = continued(old, ALL);
            generator.run(List.of(oldTurn));
            Sequence youngTurn = continued(young, ALL);
            generator.run(List.of(youngTurn));
            generator.run(List.of(sequence(prompt(9, 20), ALL)));

            Sequence youngNext = sequence(turn(young, youngTurn, prompt(2, 5)), ALL);
            generator.run(List.of(youngNext));
            Sequence oldNext = sequence(turn(old, oldTurn, prompt(2, 5)), ALL);
            generator.run(List.of(oldNext));

            assertThat(youngNext.reusedTokens()).isGreaterThan(young.length);
            assertThat(oldNext.reusedTokens()).isZero();
        }
    }

    @Test
    void reusesTheWholeOfAPromptThatComesAgain() {
        int[] prompt = prompt(11, 50);
        try (Generator generator = generator(1)) {
            generator.run(List.of(sequence(prompt, ALL)));
            Sequence again = sequence(prompt, ALL);
            generator.run(List.of(again));

            assertThat(again.reusedTokens()).isEqualTo(prompt.length - 1);
            assertThat(again.generatedTokens()).isEqualTo(undisturbed(prompt));
        }
    }

    @Test
    void reusesWhatACancelledSequenceHasRead() {
        int[] prompt = prompt(12, 100);
        try (Generator generator = generator(1)) {
            Sequence cancelled = sequence(prompt, ALL);
            generator.run(
                    List.of(cancelled),
                    round -> {
                        if (!cancelled.isFinished()) {
                            cancelled.end(FinishReason.CANCELLED);
                            generator.withdraw(cancelled);
                        }
                    });
            Sequence again = sequence(prompt, ALL);
            generator.run(List.of(again));

            assertThat(again.reusedTokens()).isEqualTo(64);
            assertThat(again.generatedTokens()).isEqualTo(undisturbed(prompt));
        }
    }

    private Generator generator(int slots) {
        return new Generator(pyramid, new KvPlan(slots, CONTEXT), 64);
    }

    private int[] undisturbed(int[] prompt) {
        try (Generator generator = generator(1)) {
            Sequence alone = sequence(prompt, Speculation.OFF);
            generator.run(List.of(alone));
            return alone.generatedTokens();
        }
    }

    private Sequence continued(int[] prompt, Speculation speculation) {
        Sequence sequence = sequence(prompt, speculation);
        sequence.expectContinuation();
        return sequence;
    }

    private Sequence sequence(int[] prompt, Speculation speculation) {
        SamplingParameters sampling =
                new SamplingParameters(
                        0.8, 1, 0, 0, 7, NEW_TOKENS, NEW_TOKENS, List.of(), Set.of(), true);
        return pyramid.sequences().create("r", prompt, new int[0], sampling, speculation, CONTEXT);
    }

    private static int[] turn(int[] prompt, Sequence answer, int[] more) {
        return Stream.of(prompt, answer.generatedTokens(), more)
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    /** Tokens of a bundled prompt, repeated to a length; different numbers start differently. */
    private static int[] prompt(int number, int length) {
        int[] golden = BundledFamily.golden().get(0).promptTokens();
        int[] prompt = new int[length];
        Arrays.setAll(prompt, i -> i == 0 ? 100 + number : golden[i % golden.length]);
        return prompt;
    }
}
