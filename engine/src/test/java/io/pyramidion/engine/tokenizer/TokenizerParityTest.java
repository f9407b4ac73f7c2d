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

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.engine.Parity;
import io.pyramidion.engine.model.ModelDirectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The tokenizers of all families give the ids and texts that they give in transformers. */
class TokenizerParityTest {

    static List<String> families() {
        return Parity.FAMILIES;
    }

    @ParameterizedTest
    @MethodSource("families")
    void encodesDecodesAndStreamsAsTransformersDoes(String family) {
        try (Tokenizer tokenizer = Tokenizer.open(ModelDirectory.open(Parity.directory(family)))) {
            for (JsonNode golden : Parity.golden(family).get("texts")) {
                String text = golden.get("text").textValue();
                int[] ids = Parity.ids(golden.get("ids"));
                String decoded = golden.get("decoded").textValue();

                assertThat(tokenizer.encode(text, false)).as(text).containsExactly(ids);
                assertThat(tokenizer.encode(text, true))
                        .as(text)
                        .containsExactly(Parity.ids(golden.get("ids_with_special")));
                assertThat(tokenizer.decode(ids)).isEqualTo(decoded);
                assertThat(streamed(tokenizer, ids)).isEqualTo(decoded);
            }
        }
    }

    private static String streamed(Tokenizer tokenizer, int[] ids) {
        TextStream stream = new TextStream(tokenizer, List.of());
        for (int id : ids) {
            stream.append(id);
        }
        stream.finish();
        return stream.text();
    }
}
