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
package io.pyramidion.engine.policy.baseline;

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import io.pyramidion.engine.tokenizer.IncrementalDecoder;
import io.pyramidion.engine.tokenizer.TextStream;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Sequences without a model. */
final class Texts {

    private Texts() {}

    static List<Sequence> exact(int count) {
        return Stream.generate(() -> sequence(Tolerance.NONE)).limit(count).toList();
    }

    static Sequence fuzzy() {
        return sequence(new Tolerance(0, 0.1, Divergence.JS));
    }

    private static Sequence sequence(Tolerance tolerance) {
        return new Sequence(
                "s",
                new int[4],
                new int[0],
                SamplingParameters.greedy(50),
                new Speculation(true, false, 5, 1, false, tolerance),
                Set.of(),
                new TextStream(
                        new IncrementalDecoder() {

                            @Override
                            public String append(int tokenId) {
                                return "";
                            }

                            @Override
                            public String finish() {
                                return "";
                            }
                        },
                        List.of()),
                100);
    }
}
