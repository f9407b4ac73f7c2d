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
package io.pyramidion.benchmarks.control;

import io.pyramidion.operators.controller.law.PressureLevel;
import io.pyramidion.schemas.SpeculationPlan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A source that is silent, floods, and is silent again as soon as a plan in force tells of the
 * flood: how long that took. Static, as {@link Sightings}, and for the same reason. Thread-safe.
 */
final class Floods {

    private static final List<Double> MILLIS = new ArrayList<>();
    private static CompletableFuture<Void> gate = new CompletableFuture<>();
    private static long since;
    private static PressureLevel level = PressureLevel.DROWNING;

    private Floods() {}

    /** Completes when the source may send. */
    static synchronized CompletableFuture<Void> gate() {
        return gate;
    }

    static synchronized void begin() {
        since = System.nanoTime();
        gate.complete(null);
    }

    /** Takes note of a plan that a head has put in force. */
    static synchronized void inForce(SpeculationPlan plan) {
        level = PressureLevel.find(plan.getPressure()).orElse(PressureLevel.IDLE);
        if (gate.isDone() && level.compareTo(PressureLevel.SATURATED) >= 0) {
            MILLIS.add((System.nanoTime() - since) / 1e6);
            gate = new CompletableFuture<>();
        }
    }

    /** Whether the source is silent and the heads are idle. */
    static synchronized boolean areOver() {
        return !gate.isDone() && level == PressureLevel.IDLE;
    }

    /** From the first request of each flood until a plan that tells of it was in force. */
    static synchronized List<Double> millis() {
        return List.copyOf(MILLIS);
    }
}
