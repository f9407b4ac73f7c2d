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
package io.pyramidion.operators.controller;

import io.pyramidion.operators.controller.law.Readings;
import io.pyramidion.operators.settings.ControlSettings;
import org.apache.flink.runtime.operators.coordination.CoordinatorStore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where the coordinators of one chain meet: reports go in, plans come out. It lives in the job's
 * coordinator store, by the chain's name, so that neither two jobs of a cluster nor two chains of a
 * job see each other's. Thread-safe.
 */
final class ControlBus {

    /** Reports are this many intervals old at most: two may get lost or late. */
    private static final int FRESH_INTERVALS = 4;

    private static final Duration FRESH_AT_LEAST = Duration.ofSeconds(3);

    private final Readings readings;
    private final List<Consumer<PlanEvent>> readers = new CopyOnWriteArrayList<>();
    private volatile PlanEvent latest;

    private ControlBus(ControlSettings settings) {
        Duration fresh = settings.interval().multipliedBy(FRESH_INTERVALS);
        this.readings = new Readings(fresh.compareTo(FRESH_AT_LEAST) > 0 ? fresh : FRESH_AT_LEAST);
    }

    static ControlBus of(CoordinatorStore store, ControlSettings settings) {
        return (ControlBus)
                store.compute(
                        ControlBus.class.getName() + '/' + settings.chain(),
                        (key, there) -> there == null ? new ControlBus(settings) : there);
    }

    Readings readings() {
        return readings;
    }

    /** The plan that stands; empty if there is none. */
    Optional<PlanEvent> latest() {
        return Optional.ofNullable(latest);
    }

    void publish(PlanEvent plan) {
        latest = plan;
        readers.forEach(reader -> reader.accept(plan));
    }

    void read(Consumer<PlanEvent> reader) {
        readers.add(reader);
    }

    void leave(Consumer<PlanEvent> reader) {
        readers.remove(reader);
    }
}
