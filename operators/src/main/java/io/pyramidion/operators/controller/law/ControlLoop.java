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
 * <p>Nothing that the law or the publisher throws leaves {@link #step}, errors included: it is
 * counted, and the first of each spell is logged. While the law fails, the bounds of the options
 * hold; a plan that could not be published is made anew in the next step. Used by one thread,
 * except {@link #latest()} and {@link #failures()}.
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
    private final Failures deciding = new Failures();
    private final Failures publishing = new Failures();
    private volatile SpeculationPlan latest;

    /**
     * @param readings where reports go
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

    /** The plan that stands; empty before the first step. */
    public Optional<SpeculationPlan> latest() {
        return Optional.ofNullable(latest);
    }

    /** Times that the law or the publisher threw. */
    public long failures() {
        return deciding.count() + publishing.count();
    }

    /**
     * Goes on from the plan of a checkpoint. What of it the settings still allow stands until the
     * first head reports, but for shedding. Call before the first step.
     */
    public void restore(SpeculationPlan plan) {
        PressureLevel level = PressureLevel.find(plan.getPressure()).orElse(PressureLevel.IDLE);
        standing = Decision.restored(settings, plan, level);
        latest = Plans.plan(standing, number(plan), wallClock.get());
        law = new ControlLaw(settings, level, standing.openness(), ticks.getAsLong());
    }

    /** That of a checkpoint's plan as long as it still asks for the same. */
    private long number(SpeculationPlan plan) {
        SpeculationPlan same = Plans.plan(standing, plan.getSequence(), plan.getMadeAt());
        same.setReason(plan.getReason());
        return same.equals(plan) ? plan.getSequence() : plan.getSequence() + 1;
    }

    /** Runs the loop once. */
    public void step() {
        Optional<Decision> decision = decision();
        if (decision.isPresent()) {
            settle(decision.get());
        } else {
            latest = SpeculationPlan.newBuilder(latest).setMadeAt(wallClock.get()).build();
        }
        publish();
    }

    private void publish() {
        try {
            publisher.accept(latest);
            publishing.worked();
        } catch (RuntimeException | Error e) {
            if (publishing.failed()) {
                LOG.error(
                        "Plan {} could not be published; the next step tries again.",
                        latest.getSequence(),
                        e);
            }
        }
    }

    /** Empty while a restored plan waits for its heads. */
    private Optional<Decision> decision() {
        try {
            long now = ticks.getAsLong();
            Signals signals = readings.evaluate(now);
            heard |= signals.orZero(Signal.HEADS_HEARD) > 0;
            Optional<Decision> decision =
                    heard || latest == null
                            ? Optional.of(law.decide(signals, now))
                            : Optional.empty();
            deciding.worked();
            return decision;
        } catch (RuntimeException | Error e) {
            if (deciding.failed()) {
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
