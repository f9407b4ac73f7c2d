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
package io.pyramidion.operators.controller.law;

import io.pyramidion.schemas.SpeculationPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The slow loop: collect, evaluate, decide, publish. {@link #step} runs it once; whoever owns it
 * calls that at the loop's interval. It publishes in every step, so that a head can tell a plan
 * that stands from a controller that is gone; a plan's number grows only when something changes,
 * and then one line of the log says what and why.
 *
 * <p>No exception of the law leaves {@link #step}: the bounds of the options hold until it works
 * again. Used by one thread, except {@link #readings()} and {@link #latest()}.
 */
public final class ControlLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private final LawSettings settings;
    private final Readings readings;
    private final LongSupplier ticks;
    private final Supplier<Instant> wallClock;
    private final Consumer<SpeculationPlan> publisher;
    private ControlLaw law;
    private Decision standing;
    private boolean heard;
    private volatile long failures;
    private volatile SpeculationPlan latest;

    /**
     * @param ticks milliseconds of a clock that nobody sets
     * @param wallClock what plans say they were made at
     * @param publisher takes each plan; must not block
     */
    public ControlLoop(
            LawSettings settings,
            Readings readings,
            LongSupplier ticks,
            Supplier<Instant> wallClock,
            Consumer<SpeculationPlan> publisher) {
        this.settings = settings;
        this.readings = readings;
        this.ticks = ticks;
        this.wallClock = wallClock;
        this.publisher = publisher;
        this.law = new ControlLaw(settings, PressureLevel.IDLE, 0, ticks.getAsLong());
    }

    /** Where reports go. */
    public Readings readings() {
        return readings;
    }

    /** The plan that stands; empty before the first step. */
    public Optional<SpeculationPlan> latest() {
        return Optional.ofNullable(latest);
    }

    /** Times that the law threw. */
    public long failures() {
        return failures;
    }

    /**
     * Goes on from the plan of a checkpoint, which stands until the first head reports. Call before
     * the first step.
     */
    public void restore(SpeculationPlan plan) {
        latest = plan;
        law =
                new ControlLaw(
                        settings,
                        PressureLevel.find(plan.getPressure()).orElse(PressureLevel.IDLE),
                        Math.max(0, Math.min(1, plan.getOpenness())),
                        ticks.getAsLong());
    }

    /** Runs the loop once. */
    public void step() {
        Optional<Decision> decision = decision();
        if (decision.isPresent()) {
            settle(decision.get());
        } else {
            latest = SpeculationPlan.newBuilder(latest).setMadeAt(wallClock.get()).build();
        }
        publisher.accept(latest);
    }

    /** Empty while a restored plan waits for its heads. */
    private Optional<Decision> decision() {
        try {
            long now = ticks.getAsLong();
            Signals signals = readings.evaluate(now);
            heard |= signals.orZero(Signal.HEADS_HEARD) > 0;
            return heard || latest == null
                    ? Optional.of(law.decide(signals, now))
                    : Optional.empty();
        } catch (RuntimeException e) {
            if (failures++ == 0) {
                LOG.error("The controller failed; the bounds of the options hold.", e);
            }
            return Optional.of(
                    Decision.guarded(settings, law.level(), "the controller failed: " + e));
        }
    }

    private void settle(Decision decision) {
        boolean changed = standing == null || !decision.asksTheSameAs(standing);
        if (changed) {
            standing = decision;
            long number = latest == null ? 1 : latest.getSequence() + 1;
            latest = Plans.plan(decision, number, wallClock.get());
            LOG.info(
                    "Plan {}: {} ({}), up to {} candidates, admits {}{}: {}",
                    number,
                    latest.getPressure(),
                    latest.getObjective(),
                    latest.getMaxCandidates(),
                    latest.getAdmittedClasses(),
                    latest.getShedding() ? ", sheds" : "",
                    latest.getReason());
        } else {
            latest = Plans.plan(decision, latest.getSequence(), wallClock.get());
        }
    }
}
