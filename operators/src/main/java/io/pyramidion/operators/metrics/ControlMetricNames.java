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
package io.pyramidion.operators.metrics;

/**
 * Names of the controller's metrics: those of the operator {@code controller}, {@code
 * <host>.taskmanager.<tm_id>.<job_name>.controller.0.pyramidion.<name>}; those of each head in its
 * group {@value #CONTROL}, {@code ...head.<subtask_index>.pyramidion.control.<name>}; and those of
 * the loop itself, which runs in the job manager, {@code
 * <host>.jobmanager.<job_name>.controller.coordinator.pyramidion.<name>}.
 */
public final class ControlMetricNames {

    /** Group of a head's plan in force: {@code pyramidion.control}. */
    public static final String CONTROL = "control";

    /** {@code pressure}: gauge, 0 idle, 1 busy, 2 saturated, 3 overloaded, 4 drowning. */
    public static final String PRESSURE = "pressure";

    /** {@code pressureName}: gauge, the same as a word. */
    public static final String PRESSURE_NAME = "pressureName";

    /** {@code planSequence}: gauge, number of the plan; 0 if there is none. */
    public static final String PLAN_SEQUENCE = "planSequence";

    /** {@code planReason}: gauge, why, in words. */
    public static final String PLAN_REASON = "planReason";

    /** {@code planAgeMs}: gauge, time since a plan last came. */
    public static final String PLAN_AGE_MS = "planAgeMs";

    /** {@code planLatencyMs}: gauge, from the last decision until the last head told of it. */
    public static final String PLAN_LATENCY_MS = "planLatencyMs";

    /** {@code level.<level>.plansChanged}: counter, plans that changed something, by pressure. */
    public static final String PLANS_CHANGED = "plansChanged";

    /** Group key of {@link #PLANS_CHANGED}. */
    public static final String LEVEL = "level";

    /** {@code guarded}: gauge, 1 if the plan holds the bounds of the options, else 0. */
    public static final String GUARDED = "guarded";

    /**
     * {@code control.safeBounds}: gauge, 1 if a head has no plan, or one that is too old, and keeps
     * to the bounds of the options, else 0.
     */
    public static final String SAFE_BOUNDS = "safeBounds";

    /** {@code control.maxCandidates}: gauge, most candidates by the plan in force. */
    public static final String MAX_CANDIDATES = "maxCandidates";

    /** {@code control.openness}: gauge, how far opted-in limits are opened, 0 to 1. */
    public static final String OPENNESS = "openness";

    /** {@code controllerFailures}: gauge, times that the law threw or a plan could not be sent. */
    public static final String CONTROLLER_FAILURES = "controllerFailures";

    private ControlMetricNames() {}
}
