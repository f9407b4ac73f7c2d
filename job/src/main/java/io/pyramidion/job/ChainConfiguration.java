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
package io.pyramidion.job;

import io.pyramidion.job.options.EngineOptions;
import io.pyramidion.job.options.ModelOptions;
import io.pyramidion.job.options.SessionOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SpeculationOptions;
import io.pyramidion.operators.settings.BatchSettings;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ModelSettings;
import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.operators.settings.SessionSettings;

import java.nio.file.Path;

/** Says to the chain what the options say. */
final class ChainConfiguration {

    private ChainConfiguration() {}

    static ChainSettings of(Settings settings) {
        return new ChainSettings(
                models(settings),
                batch(settings),
                SpeculationOptions.of(settings),
                new SessionSettings(
                        settings.get(SessionOptions.TTL),
                        settings.get(SessionOptions.MAX_MESSAGES),
                        settings.get(SessionOptions.ON_OVERFLOW)),
                requests(settings),
                settings.get(EngineOptions.DEFAULT_MAX_TOKENS));
    }

    private static RequestSettings requests(Settings settings) {
        return new RequestSettings(
                settings.get(EngineOptions.AGING),
                settings.find(EngineOptions.MAX_QUEUE_TIME).orElse(RequestSettings.UNLIMITED),
                settings.get(EngineOptions.DUPLICATE_WINDOW),
                settings.get(EngineOptions.DUPLICATE_COUNT));
    }

    private static ModelSettings models(Settings settings) {
        return new ModelSettings(
                settings.get(ModelOptions.NAME),
                Path.of(settings.get(ModelOptions.TARGET)),
                settings.find(ModelOptions.QUALIFIER).map(Path::of),
                settings.find(ModelOptions.DRAFT).map(Path::of),
                settings.get(ModelOptions.WEIGHTS),
                settings.get(EngineOptions.THREADS));
    }

    private static BatchSettings batch(Settings settings) {
        return new BatchSettings(
                settings.get(EngineOptions.MAX_RUNNING),
                settings.get(EngineOptions.MAX_WAITING),
                settings.get(EngineOptions.KV_MEMORY).getBytes(),
                settings.find(EngineOptions.CONTEXT).orElse(BatchSettings.MODELS_CONTEXT),
                settings.get(EngineOptions.PREFILL_TOKENS));
    }
}
