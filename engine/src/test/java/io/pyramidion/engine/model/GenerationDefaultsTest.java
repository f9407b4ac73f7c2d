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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class GenerationDefaultsTest {

    @TempDir private Path directory;

    @Test
    void namesWhatWouldChangeATextAndHasNoEffect() throws IOException {
        assertThat(
                        withoutEffect(
                                "{\"stop_strings\": [\"x\"], \"num_beams\": 4, \"max_length\": 20,"
                                        + " \"bad_words_ids\": [[1]], \"forced_eos_token_id\": 2,"
                                        + " \"typical_p\": 0.5}",
                                false))
                .containsExactly(
                        "bad_words_ids",
                        "forced_eos_token_id",
                        "max_length",
                        "num_beams",
                        "stop_strings");
        assertThat(withoutEffect("{\"typical_p\": 0.5}", true)).containsExactly("typical_p");
    }

    @Test
    void saysNothingOfValuesThatChangeNoText() throws IOException {
        assertThat(
                        withoutEffect(
                                "{\"stop_strings\": null, \"suppress_tokens\": [], \"num_beams\": 1,"
                                        + " \"no_repeat_ngram_size\": 0, \"typical_p\": 1.0,"
                                        + " \"max_length\": 20, \"max_new_tokens\": 5, \"top_k\": 7}",
                                true))
                .isEmpty();
    }

    private List<String> withoutEffect(String json, boolean doSample) throws IOException {
        Path file = Files.writeString(directory.resolve("generation_config.json"), json);
        return GenerationDefaults.withoutEffect(JsonSettings.read(file), doSample);
    }
}
