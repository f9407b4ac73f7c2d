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

import io.pyramidion.operators.request.Terms;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.RequestEnvelope;

/** What senders are told about requests whose time was up before they ran. */
final class TooLate {

    private static final String STAGE = "wait";
    private static final String DEADLINE = "slo.deadline";
    private static final String MAX_QUEUE = "slo.max_queue_ms";

    private TooLate() {}

    /** A request that had to wait too long. */
    static ErrorDetail waited(RequestEnvelope envelope, Terms terms, long now) {
        long sent = envelope.getOrigin().getEventTime();
        if (now >= terms.deadline()) {
            return new ErrorDetail(
                    STAGE,
                    DEADLINE,
                    "slo.deadline was %d ms after the request; it had not run by then, nor %d ms after it"
                            .formatted(terms.deadline() - sent, now - sent));
        }
        return new ErrorDetail(
                STAGE,
                MAX_QUEUE,
                "The request waited %d ms; allowed: at most %d (slo.max_queue_ms, else the job's engine.max-queue-time)"
                        .formatted(now - sent, terms.latestStart() - sent));
    }

    /** A request that would not get its first token in time. */
    static ErrorDetail foreseen(Terms terms, long now, long needed) {
        return new ErrorDetail(
                STAGE,
                DEADLINE,
                "slo.deadline is %d ms from admission; the first token takes about %d ms"
                        .formatted(terms.deadline() - now, needed));
    }
}
