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
package io.pyramidion.operators.request;

import io.pyramidion.schemas.ServiceLevelObjective;

/**
 * How fast a request is wanted.
 *
 * @param firstTokenDue when its first token is wanted, milliseconds since the epoch; {@link
 *     Terms#NEVER} if it is all the same
 * @param perToken wanted mean time per token after the first, milliseconds; infinite if it is all
 *     the same
 */
public record WantedTimes(long firstTokenDue, double perToken) {

    /** As fast as may be. */
    public static final WantedTimes NONE = new WantedTimes(Terms.NEVER, Double.POSITIVE_INFINITY);

    /**
     * The times of an objective, which may be null.
     *
     * @param sent event time of the request, milliseconds since the epoch
     */
    public static WantedTimes of(ServiceLevelObjective slo, long sent) {
        if (slo == null) {
            return NONE;
        }
        return new WantedTimes(
                slo.getTtftMs() == null ? Terms.NEVER : Terms.after(sent, slo.getTtftMs()),
                slo.getTpotMs() == null ? Double.POSITIVE_INFINITY : slo.getTpotMs());
    }
}
