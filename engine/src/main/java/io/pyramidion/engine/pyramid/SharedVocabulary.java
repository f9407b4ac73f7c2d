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

import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.tokenizer.Tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tokens that the models of a pyramid have in common: those of their tokenizer. Embeddings may
 * be padded to different sizes, as Qwen2.5's are; the smallest then counts for all.
 */
final class SharedVocabulary {

    private SharedVocabulary() {}

    /**
     * The number of tokens to load of every model.
     *
     * @param tokenizer the target's
     * @throws ModelException if tokenizers differ, or an embedding that is smaller than another
     *     lacks tokens of the tokenizer
     */
    static int of(Tokenizer tokenizer, ModelDirectory target, List<ModelDirectory> others) {
        ModelDirectory smallest = target;
        for (ModelDirectory other : others) {
            requireSameTokenizer(tokenizer, target, other);
            if (other.config().vocabSize() < smallest.config().vocabSize()) {
                smallest = other;
            }
        }
        int tokens = smallest.config().vocabSize();
        boolean same = others.stream().allMatch(o -> o.config().vocabSize() == tokens);
        if (!(same && target.config().vocabSize() == tokens)
                && tokens < tokenizer.vocabularySize()) {
            throw new ModelException(
                    "The models of a pyramid must share a vocabulary: %s has %d tokens, the tokenizer %d"
                            .formatted(smallest.path(), tokens, tokenizer.vocabularySize()));
        }
        return tokens;
    }

    private static void requireSameTokenizer(
            Tokenizer tokenizer, ModelDirectory target, ModelDirectory other) {
        if (target.addedTokens().equals(other.addedTokens())
                && sameFile(target.tokenizerFile(), other.tokenizerFile())) {
            return;
        }
        try (Tokenizer others = Tokenizer.open(other)) {
            if (!tokenizer.fingerprint().equals(others.fingerprint())) {
                throw new ModelException(
                        "The models of a pyramid must share a vocabulary: the tokenizers of %s and %s differ"
                                .formatted(target.path(), other.path()));
            }
        }
    }

    /** The usual case, and a restarted task waits for every tokenizer that is opened. */
    private static boolean sameFile(Path one, Path other) {
        try {
            return Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            throw new ModelException(other + " cannot be read: " + e.getMessage(), e);
        }
    }
}
