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
package io.pyramidion.cli.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.schemas.SpeculationPreference;

import java.util.Map;

/** Asks for the proposer of each token, where the job can tell it. */
public final class Tracing {

    private static final String TRACE = "trace";
    private static final boolean IS_KNOWN =
            SpeculationPreference.getClassSchema().getField(TRACE) != null;

    private Tracing() {}

    /** By a request's {@code speculation}. */
    static void on(ObjectNode preference) {
        if (IS_KNOWN) {
            preference.put(TRACE, true);
        }
    }

    /** By a job's options, for requests that say nothing of it. */
    public static void on(Map<String, String> options) {
        if (IS_KNOWN) {
            options.put("speculation.trace", "true");
        }
    }
}
