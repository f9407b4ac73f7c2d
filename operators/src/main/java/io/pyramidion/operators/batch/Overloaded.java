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

import io.pyramidion.operators.request.Shedding;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.RequestEnvelope;

/** What senders are told about requests that were answered without running. */
final class Overloaded {

    private static final String STAGE = "wait";

    private Overloaded() {}

    /** A request that the job gave up to serve others. */
    static ErrorDetail shed(RequestEnvelope envelope, Terms terms, long now) {
        boolean asked = terms.shedding() == Shedding.ALLOWED;
        String why =
                asked
                        ? "slo.shed is true"
                        : "slo.slo_class is " + terms.sloClass().wireName() + ", which it sheds";
        return new ErrorDetail(
                STAGE,
                asked ? "slo.shed" : "slo.slo_class",
                "The job has more requests than it can serve and did not run this one, which had waited %d ms: %s. It may be sent again."
                        .formatted(Math.max(0, now - envelope.getOrigin().getEventTime()), why));
    }
}
