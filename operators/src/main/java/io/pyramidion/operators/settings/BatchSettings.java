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

import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;

/**
 * What one subtask may hold at a time.
 *
 * @param maxRunning maximum number of requests that run at once; the KV budget may allow fewer
 * @param maxWaiting requests that may wait in a subtask's state before it stops reading its input
 * @param kvBytes byte budget of the KV caches of all models of one subtask
 * @param contextTokens maximum number of tokens of a request, prompt and completion together, or
 *     {@link #MODELS_CONTEXT}
 * @param prefillTokensPerRound maximum number of prompt tokens that one round reads
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
        EngineOptions.MAX_RUNNING.check(maxRunning);
        EngineOptions.MAX_WAITING.check(maxWaiting);
        EngineOptions.KV_MEMORY.check(new MemorySize(kvBytes));
        EngineOptions.CONTEXT.check(contextTokens);
        EngineOptions.PREFILL_TOKENS.check(prefillTokensPerRound);
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static BatchSettings of(ReadableConfig config) {
        return new BatchSettings(
                EngineOptions.MAX_RUNNING.get(config),
                EngineOptions.MAX_WAITING.get(config),
                EngineOptions.KV_MEMORY.get(config).getBytes(),
                EngineOptions.CONTEXT.find(config).orElse(MODELS_CONTEXT),
                EngineOptions.PREFILL_TOKENS.get(config));
    }
}
