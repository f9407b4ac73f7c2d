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
package io.pyramidion.operators.settings;

import java.io.Serializable;

/**
 * What one subtask may hold at a time.
 *
 * @param maxRunning most requests that run at once; the KV budget may allow fewer
 * @param maxWaiting requests that may wait in a subtask's state before it stops reading its input
 * @param kvBytes byte budget of the KV caches of all models of one subtask
 * @param contextTokens most tokens of a request, prompt and completion together, or {@link
 *     #MODELS_CONTEXT}
 * @param prefillTokensPerRound most prompt tokens that one round reads
 */
public record BatchSettings(
        int maxRunning, int maxWaiting, long kvBytes, int contextTokens, int prefillTokensPerRound)
        implements Serializable {

    /** As many {@link #contextTokens} as every model was made for. */
    public static final int MODELS_CONTEXT = Integer.MAX_VALUE;

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public BatchSettings {
        Limits.atLeast(1, maxRunning, "engine.max-running");
        Limits.atLeast(0, maxWaiting, "engine.max-waiting");
        Limits.atLeast(1, kvBytes, "engine.kv-memory");
        Limits.atLeast(2, contextTokens, "engine.context");
        Limits.atLeast(1, prefillTokensPerRound, "engine.prefill-tokens");
    }
}
