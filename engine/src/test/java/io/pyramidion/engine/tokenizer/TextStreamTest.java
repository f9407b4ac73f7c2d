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
package io.pyramidion.engine.tokenizer;

import io.pyramidion.engine.model.ModelDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class TextStreamTest {

    private static final Path MODELS = Path.of(System.getProperty("pyramidion.root"), "models");
    private static final String MIXED =
            "Once, \ud83d\ude42 über 世界 <|end|> naïve \ud83d\udc68\u200d\ud83d\udc69 — \u0000\n\n  end";

    /** A byte-level vocabulary. */
    private static Tokenizer bytes;

    /** A SentencePiece-like one with byte tokens; written by hand, in the test's resources. */
    private static Tokenizer pieces;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        bytes = TokenizerTest.bundled("draft");
        Files.copy(MODELS.resolve("draft/config.json"), directory.resolve("config.json"));
        try (InputStream file =
                TextStreamTest.class.getResourceAsStream("sentencepiece-tokenizer.json")) {
            Files.copy(file, directory.resolve("tokenizer.json"));
        }
        pieces = Tokenizer.open(ModelDirectory.open(directory));
    }

    @AfterAll
    static void close() {
        bytes.close();
        pieces.close();
    }

    @Test
    void releasesTextAsTokensCome() {
        TextStream stream = new TextStream(bytes, List.of());
        StringBuilder released = new StringBuilder();
        for (int id : bytes.encode("The fox.", false)) {
            String piece = stream.append(id);
            assertThat(piece).isNotEmpty();
            released.append(piece);
        }

        assertThat(stream.finish()).isEmpty();
        assertThat(released).hasToString("The fox.");
        assertThat(stream.text()).isEqualTo("The fox.");
        assertThat(stream.stopped()).isFalse();
    }

    @Test
    void neverSplitsACharacter() {
        TextStream stream = new TextStream(bytes, List.of());
        int[] ids = bytes.encode("\ud83d\ude42", false);
        assertThat(ids).hasSizeGreaterThan(1);

        for (int i = 0; i + 1 < ids.length; i++) {
            assertThat(stream.append(ids[i])).isEmpty();
        }
        assertThat(stream.append(ids[ids.length - 1])).isEqualTo("\ud83d\ude42");
    }

    @Test
    void aCharacterThatNeverGetsCompleteIsReplacedAtTheEnd() {
        TextStream stream = new TextStream(bytes, List.of());
        stream.append(bytes.encode("\ud83d\ude42", false)[0]);

        assertThat(stream.finish()).isEqualTo("\ufffd");
        assertThat(stream.finish()).isEmpty();
    }

    @Test
    void holdsBackWhatMayBecomeAStopString() {
        TextStream stream = new TextStream(bytes, List.of("\n\nQ:"));

        assertThat(feed(stream, "A\n")).isEqualTo("A");
        assertThat(feed(stream, "\n")).isEmpty();
        assertThat(feed(stream, "B")).isEqualTo("\n\nB");
        assertThat(feed(stream, "\n\nQ")).isEmpty();
        assertThat(stream.stopped()).isFalse();
        assertThat(feed(stream, ": what")).isEmpty();
        assertThat(stream.stopped()).isTrue();
        assertThat(feed(stream, "more")).isEmpty();
        assertThat(stream.finish()).isEmpty();
        assertThat(stream.text()).isEqualTo("A\n\nB");
    }

    @Test
    void releasesWhatWasHeldBackAtANormalEnd() {
        TextStream stream = new TextStream(bytes, List.of("END."));
        feed(stream, "the EN");

        assertThat(stream.text()).isEqualTo("the ");
        assertThat(stream.finish()).isEqualTo("EN");
        assertThat(stream.stopped()).isFalse();
    }

    @Test
    void ofSeveralStopStringsTheFirstInTheTextWins() {
        TextStream stream = new TextStream(bytes, List.of("fox ran", "x"));
        feed(stream, "a fox");
        assertThat(stream.text()).isEqualTo("a fo");

        StopStrings together = new StopStrings(List.of("x", "fox"));
        assertThat(together.append("a fox")).isEqualTo("a ");
        assertThat(together.found()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void piecesOfRandomByteTokensAddUpToTheWholeText(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            // Half the runs draw from the single bytes, where nearly every sequence is broken.
            int bound = run % 2 == 0 ? bytes.vocabularySize() : 260;
            int[] ids = random.ints(random.nextInt(60), 0, bound).toArray();
            assertThat(streamed(bytes, ids))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(bytes.decode(ids));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void stopsExactlyBeforeTheFirstStopStringOfRandomTexts(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            int[] ids = bytes.encode(randomText(random, 30), false);
            List<String> stops = List.of(randomText(random, 2), randomText(random, 3));
            assertThat(streamedUntilStop(ids, stops))
                    .as("seed %d, run %d, stops %s", seed, run, stops)
                    .isEqualTo(cutAtFirstStop(ids, stops));
        }
    }

    @Test
    void piecesOfRealTextsAddUpInBothKindsOfVocabulary() {
        for (Tokenizer tokenizer : List.of(bytes, pieces)) {
            int[] ids = tokenizer.encode(MIXED, false);
            assertThat(streamed(tokenizer, ids)).isEqualTo(tokenizer.decode(ids));
        }
        assertThat(pieces.decode(pieces.encode("hello world", false))).isEqualTo("hello world");
    }

    @Test
    void theBytesOfTheTokensAreThoseOfTheTextInBothKindsOfVocabulary() {
        int[] ids = bytes.encode(MIXED, false);
        assertThat(text(bytes, ids)).isEqualTo(bytes.decode(ids));
        int[] words = pieces.encode("hello 世界 world", false);
        assertThat(words).hasSizeGreaterThan(6);
        assertThat(text(pieces, words).strip()).isEqualTo(pieces.decode(words).strip());
        assertThat(bytes.bytes(-1)).isEmpty();
    }

    private static String text(Tokenizer tokenizer, int[] ids) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int id : ids) {
            all.writeBytes(tokenizer.bytes(id).orElseThrow());
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void piecesOfRandomWordTokensAddUpAndBrokenBytesDoNoHarm(long seed) {
        Random random = new Random(seed);
        int firstWord = 3 + 256;
        for (int run = 0; run < 200; run++) {
            int length = random.nextInt(60);
            int[] words = random.ints(length, firstWord, pieces.vocabularySize()).toArray();
            int[] broken = random.ints(length, 0, pieces.vocabularySize()).toArray();
            String all = streamed(pieces, broken);

            assertThat(streamed(pieces, words))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(pieces.decode(words));
            assertThat(all.isEmpty()).isEqualTo(pieces.decode(broken).isEmpty());
        }
    }

    @Test
    void aTokenCostsTheSameHoweverLongTheText() {
        WindowDecoder decoder = new WindowDecoder(pieces);
        StringBuilder text = new StringBuilder();
        int[] ids = pieces.encode("hello world 世 ".repeat(500), false);
        for (int id : ids) {
            text.append(decoder.append(id));
            assertThat(decoder.windowLength()).isLessThanOrEqualTo(16);
        }

        assertThat(text.append(decoder.finish())).hasToString(pieces.decode(ids));
    }

    private static String feed(TextStream stream, String text) {
        StringBuilder released = new StringBuilder();
        for (int id : bytes.encode(text, false)) {
            released.append(stream.append(id));
        }
        return released.toString();
    }

    private static String streamed(Tokenizer tokenizer, int[] ids) {
        TextStream stream = new TextStream(tokenizer, List.of());
        StringBuilder pieces = new StringBuilder();
        for (int id : ids) {
            String piece = stream.append(id);
            assertThat(
                            piece.isEmpty()
                                    || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isTrue();
            pieces.append(piece);
        }
        return pieces.append(stream.finish()).toString();
    }

    private static String streamedUntilStop(int[] ids, List<String> stops) {
        TextStream stream = new TextStream(bytes, stops);
        StringBuilder pieces = new StringBuilder();
        for (int i = 0; i < ids.length && !stream.stopped(); i++) {
            pieces.append(stream.append(ids[i]));
        }
        return pieces.append(stream.finish()).toString();
    }

    /** By the definition: decode what came so far, look for any stop string, cut. */
    private static String cutAtFirstStop(int[] ids, List<String> stops) {
        for (int length = 1; length <= ids.length; length++) {
            String text = bytes.decode(Arrays.copyOf(ids, length));
            int first = stops.stream().mapToInt(text::indexOf).filter(i -> i >= 0).min().orElse(-1);
            if (first >= 0) {
                return text.substring(0, first);
            }
        }
        return bytes.decode(ids);
    }

    private static String randomText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint("ab \n\u4e16".codePointAt(random.nextInt(5)));
        }
        return text.toString();
    }
}
