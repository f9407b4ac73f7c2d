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
package io.pyramidion.benchmarks.exact;

/**
 * All that may not matter to a text.
 *
 * @param way who proposes
 * @param batch texts that are written at once
 * @param threads threads inside an operation
 * @param promptTokensPerRound tokens of prompts that one round reads
 * @param cached whether a KV slot holds the prompt already, from another text
 */
record Setting(ExactWay way, int batch, int threads, int promptTokensPerRound, boolean cached) {

    /** As many as there are. */
    static final int WHOLE_PROMPTS = 1 << 20;

    /** What all others are compared with. */
    static final Setting REFERENCE = new Setting(ExactWay.OFF, 8, 1, WHOLE_PROMPTS, false);

    @Override
    public String toString() {
        return "batch %d, %s, %s, %s"
                .formatted(
                        batch,
                        threads == 1 ? "1 thread" : threads + " threads",
                        promptTokensPerRound == WHOLE_PROMPTS
                                ? "whole prompts"
                                : "prompts by " + promptTokensPerRound,
                        cached ? "cached prefix" : "no cached prefix");
    }
}
