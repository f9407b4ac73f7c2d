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
package io.pyramidion.operators.chain;

import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.pyramid.ScriptedPyramid;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.settings.BatchSettings;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.operators.settings.ModelSettings;
import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.operators.settings.SessionOverflow;
import io.pyramidion.operators.settings.SessionSettings;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.operators.settings.TracingSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A scripted pyramid under the name and with the tokenizer of the bundled models; {@link
 * LoadedModels} puts the models in its place, in float32, as the golden texts are.
 */
final class Family {

    static final String NAME = "tales";
    static final int CONTEXT = 512;
    static final int PREFILL = 64;
    static final SpeculationSettings SPECULATION =
            SpeculationSettings.lossless(SpeculationMode.EXACT, 3, 6);

    static final RequestSettings REQUESTS =
            new RequestSettings(
                    Duration.ofSeconds(30), RequestSettings.UNLIMITED, Duration.ofMinutes(10), 4);

    static final long PLENTY_OF_KV = 1L << 30;

    /** Share of the tokens that draft and qualifier foresee. */
    private static final double AGREEMENT = 0.5;

    /** Kept open, so that operators with these settings get it: they lease what is loaded. */
    private static PyramidPool.Lease lease = scripted();

    private Family() {}

    static Pyramid pyramid() {
        return lease.pyramid();
    }

    /** Puts the models themselves in the script's place; nobody may use it at the moment. */
    static void load() {
        lease.close();
        lease = PyramidPool.acquire(models().pyramid());
    }

    /** Undoes {@link #load}. */
    static void script() {
        lease.close();
        lease = scripted();
    }

    private static PyramidPool.Lease scripted() {
        return ScriptedPyramid.lease(models().pyramid(), AGREEMENT);
    }

    static Path directory(String model) {
        return Path.of(System.getProperty("pyramidion.root"), "models", model);
    }

    static ModelSettings models() {
        return new ModelSettings(
                NAME,
                directory("target"),
                Optional.of(directory("qualifier")),
                Optional.of(directory("draft")),
                RoleWeights.all(Precision.FLOAT32),
                1);
    }

    static ChainSettings settings(int maxRunning, int maxWaiting) {
        return new ChainSettings(
                models(),
                new BatchSettings(maxRunning, maxWaiting, PLENTY_OF_KV, CONTEXT, PREFILL),
                SPECULATION,
                new SessionSettings(Duration.ofMinutes(10), 100, SessionOverflow.REFUSE),
                REQUESTS,
                64,
                ControlSettings.OFF,
                TracingSettings.OFF);
    }

    static ChainSettings with(ChainSettings settings, SpeculationSettings speculation) {
        return with(settings, speculation, settings.sessions(), settings.requests());
    }

    static ChainSettings with(ChainSettings settings, SessionSettings sessions) {
        return with(settings, settings.speculation(), sessions, settings.requests());
    }

    static ChainSettings with(ChainSettings settings, RequestSettings requests) {
        return with(settings, settings.speculation(), settings.sessions(), requests);
    }

    private static ChainSettings with(
            ChainSettings settings,
            SpeculationSettings speculation,
            SessionSettings sessions,
            RequestSettings requests) {
        return new ChainSettings(
                settings.models(),
                settings.batch(),
                speculation,
                sessions,
                requests,
                settings.defaultMaxTokens(),
                settings.control(),
                settings.tracing());
    }
}
