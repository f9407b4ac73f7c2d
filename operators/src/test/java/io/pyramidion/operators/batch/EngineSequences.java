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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.operators.request.RequestReader;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.GenerationRequest;

import java.util.List;

/** Sequences for the engine alone, with the sampling that the chain would give them. */
public final class EngineSequences {

    private EngineSequences() {}

    /** A sequence named by its request's id, without speculation. */
    public static Sequence plain(
            Pyramid pyramid, ChainSettings settings, GenerationRequest request) {
        int context = settings.batch().contextTokens();
        RequestReader requests = new RequestReader(pyramid, context, settings);
        return pyramid.sequences()
                .create(
                        request.getRequestId(),
                        requests.prompt(request, List.of()).tokens(),
                        new int[0],
                        requests.sampling(request, requests.seed(request)),
                        Speculation.OFF,
                        context);
    }
}
