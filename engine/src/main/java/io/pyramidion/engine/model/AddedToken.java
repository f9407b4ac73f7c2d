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
package io.pyramidion.engine.model;

/**
 * A token that a file beside {@code tokenizer.json} declares: one that the tokenizer looks for in a
 * text before it splits the rest.
 *
 * @param content its text, not empty
 * @param id as declared, or -1 if the file declares none
 * @param singleWord whether it counts only between characters that are no part of a word
 * @param lstrip whether it takes the blanks before it along
 * @param rstrip whether it takes those behind it along
 * @param normalized whether it is looked for in the normalized text
 * @param special whether it steers the model and never shows in a text
 * @param source which file declares it
 */
public record AddedToken(
        String content,
        int id,
        boolean singleWord,
        boolean lstrip,
        boolean rstrip,
        boolean normalized,
        boolean special,
        Source source) {

    /** Where a token is declared, which decides what it says against {@code tokenizer.json}. */
    public enum Source {
        /** {@code added_tokens_decoder}: wins over tokenizer.json. */
        TOKENIZER_CONFIG("tokenizer_config.json"),
        /** {@code added_tokens.json}: an id that tokenizer.json has is tokenizer.json's. */
        ADDED_TOKENS("added_tokens.json"),
        /** A special token's name: counts if no file declares the token otherwise. */
        NAME("tokenizer_config.json or special_tokens_map.json"),
        /** {@code extra_special_tokens} and its older name: the same, without a name. */
        EXTRA("tokenizer_config.json or special_tokens_map.json");

        private final String file;

        Source(String file) {
            this.file = file;
        }

        /** The file's name. */
        public String file() {
            return file;
        }
    }

    /** The same token, special. */
    public AddedToken asSpecial() {
        return new AddedToken(content, id, singleWord, lstrip, rstrip, normalized, true, source);
    }

    /** The same token, declared elsewhere. */
    public AddedToken from(Source other) {
        return new AddedToken(content, id, singleWord, lstrip, rstrip, normalized, special, other);
    }

    /** A special token that is a mere text. */
    public static AddedToken special(String content, Source source) {
        return new AddedToken(content, -1, false, false, false, false, true, source);
    }

    /** Reads an object with {@code content} and flags. */
    static AddedToken read(JsonSettings json, int id, boolean special, Source source) {
        return new AddedToken(
                json.text("content")
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(
                                () -> json.fault("content", "a text of at least one character")),
                id,
                json.flag("single_word", false),
                json.flag("lstrip", false),
                json.flag("rstrip", false),
                json.flag("normalized", !special),
                special,
                source);
    }
}
