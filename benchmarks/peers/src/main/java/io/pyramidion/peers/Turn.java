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
package io.pyramidion.peers;

import io.pyramidion.peers.worker.Answers;

import java.util.List;

/**
 * What one way came to in one repeat.
 *
 * @param answers all of them as one
 * @param processorSeconds what its process used of the processor meanwhile
 */
record Turn(Answers answers, double processorSeconds) {

    static Turn of(List<Answers> waves, double processorSeconds) {
        Answers sum =
                new Answers(
                        waves.stream().flatMap(each -> each.texts().stream()).toList(),
                        waves.stream().mapToLong(Answers::tokens).sum(),
                        waves.stream().mapToDouble(Answers::seconds).sum(),
                        waves.stream().mapToLong(Answers::decodedTokens).sum(),
                        waves.stream().mapToDouble(Answers::decodeSeconds).sum());
        return new Turn(sum, processorSeconds);
    }

    /** Tokens per second from when every answer of a batch had begun. */
    double decoding() {
        return answers.decodedTokens() / answers.decodeSeconds();
    }

    /** Tokens per second from when the prompts were handed over. */
    double whole() {
        return answers.tokens() / answers.seconds();
    }

    /** Cores that it had on average. */
    double cores() {
        return processorSeconds / answers.seconds();
    }
}
