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

import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;

/**
 * Everything that a job tells its chain of head, draft, qualify and verify. Immutable; its parts
 * have checked themselves.
 *
 * @param models which models run
 * @param batch what one subtask may hold
 * @param speculation how to speculate unless a request says otherwise
 * @param sessions how long conversations are remembered
 * @param requests how requests are treated while they wait
 * @param defaultMaxTokens maximum number of tokens of a completion whose request sets no {@code
 *     max_tokens}, or {@link #MODELS_MAX_TOKENS}
 * @param control how the job adapts to its load
 * @param tracing which requests are traced
 */
public record ChainSettings(
        ModelSettings models,
        BatchSettings batch,
        SpeculationSettings speculation,
        SessionSettings sessions,
        RequestSettings requests,
        int defaultMaxTokens,
        ControlSettings control,
        TracingSettings tracing)
        implements Serializable {

    /** As many {@link #defaultMaxTokens} as the model's own defaults say. */
    public static final int MODELS_MAX_TOKENS = Integer.MAX_VALUE;

    /**
     * @throws IllegalArgumentException if {@code defaultMaxTokens} is out of its limit
     */
    public ChainSettings {
        EngineOptions.DEFAULT_MAX_TOKENS.check(defaultMaxTokens);
        speculation = speculation.under(control);
    }

    /** The same with another controller. */
    public ChainSettings with(ControlSettings other) {
        return new ChainSettings(
                models, batch, speculation, sessions, requests, defaultMaxTokens, other, tracing);
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static ChainSettings of(ReadableConfig config) {
        return new ChainSettings(
                ModelSettings.of(config),
                BatchSettings.of(config),
                SpeculationSettings.of(config),
                SessionSettings.of(config),
                RequestSettings.of(config),
                EngineOptions.DEFAULT_MAX_TOKENS.find(config).orElse(MODELS_MAX_TOKENS),
                ControlSettings.of(config),
                TracingSettings.of(config));
    }
}
