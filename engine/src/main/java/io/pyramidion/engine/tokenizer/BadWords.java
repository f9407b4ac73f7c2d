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

import io.pyramidion.engine.InvalidRequestException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The token sequences that write a bad word: the word as it is, and behind a space. (vLLM leaves
 * the second out where it has another number of tokens than the first.) Other spellings stay
 * possible, by smaller tokens or in other letter case.
 */
public final class BadWords {

    private BadWords() {}

    /**
     * @param words texts of at least one character
     * @throws InvalidRequestException if one is empty
     */
    public static List<List<Integer>> spellings(Tokenizer tokenizer, List<String> words) {
        Set<List<Integer>> spellings = new LinkedHashSet<>();
        for (String word : words) {
            String bare = word.stripLeading();
            if (bare.isEmpty()) {
                throw new InvalidRequestException(
                        "bad_words", "bad_words has an empty text; allowed: at least one letter");
            }
            spellings.add(tokens(tokenizer, bare));
            spellings.add(tokens(tokenizer, " " + bare));
        }
        return new ArrayList<>(spellings);
    }

    private static List<Integer> tokens(Tokenizer tokenizer, String text) {
        return IntStream.of(tokenizer.encode(text, false)).boxed().toList();
    }
}
