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

import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Keys requests by their session, so that a session's requests meet in one subtask and run in
 * order. A request without a session is keyed by its own id, where its cancellation finds it.
 */
public final class RequestKey implements KeySelector<RequestEnvelope, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public String getKey(RequestEnvelope envelope) {
        String session = envelope.getRequest().getSessionId();
        if (session != null) {
            return "session/" + session;
        }
        return "request/" + envelope.getRequest().getRequestId();
    }
}
