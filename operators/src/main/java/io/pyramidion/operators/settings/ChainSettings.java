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
 * Everything that a job tells its chain of draft, qualify and verify. Immutable; its parts have
 * checked themselves.
 *
 * @param models which models run
 * @param batch what one subtask may hold
 * @param speculation how to speculate unless a request says otherwise
 * @param sessions how long conversations are remembered
 * @param requests how requests are treated while they wait
 * @param defaultMaxTokens most tokens of a completion whose request sets no {@code max_tokens}
 */
public record ChainSettings(
        ModelSettings models,
        BatchSettings batch,
        SpeculationSettings speculation,
        SessionSettings sessions,
        RequestSettings requests,
        int defaultMaxTokens)
        implements Serializable {

    /**
     * @throws IllegalArgumentException if {@code defaultMaxTokens} is below 1
     */
    public ChainSettings {
        Limits.atLeast(1, defaultMaxTokens, "engine.default-max-tokens");
    }
}
