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

import io.pyramidion.engine.policy.Regime;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.operators.batch.Admission;
import io.pyramidion.operators.batch.ContinuousBatch;
import io.pyramidion.operators.controller.PlanEvent;
import io.pyramidion.operators.controller.ReportEvent;
import io.pyramidion.operators.controller.law.Plans;
import io.pyramidion.operators.controller.law.PressureLevel;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One head's end of the slow loop: reports to the controller, and puts its plans in force between
 * two rounds. Without a plan, or with one that has not been renewed for too long, the bounds of the
 * options hold. Too long is more than a checkpoint may take: while one is underway, plans wait for
 * the head's snapshot. A plan that cannot be used changes nothing. In mode fixed, plans are only
 * passed on. Used by the task's thread, except its gauges.
 */
final class HeadControl {

    private static final Logger LOG = LoggerFactory.getLogger(HeadControl.class);

    /** Plans are renewed at each interval. */
    private static final int STALE_INTERVALS = 10;

    private static final Duration STALE_AT_LEAST = Duration.ofSeconds(5);

    private final ContinuousBatch batch;
    private final SpeculationPolicy policy;
    private final OperatorEventGateway controller;
    private final LongSupplier ticks;
    private final boolean adaptive;
    private final Regime safe;
    private final long shedLimit;
    private final long limit;
    private volatile SpeculationPlan plan;
    private volatile long came;
    private boolean unusable;

    /**
     * @param checkpointTimeout longest time that a checkpoint takes; zero if there are none
     * @param ticks milliseconds of a clock that nobody sets
     */
    HeadControl(
            ContinuousBatch batch,
            SpeculationPolicy policy,
            OperatorEventGateway controller,
            ChainSettings settings,
            Duration checkpointTimeout,
            LongSupplier ticks) {
        this.batch = batch;
        this.policy = policy;
        this.controller = controller;
        this.ticks = ticks;
        this.adaptive = settings.control().mode() == ControlMode.ADAPTIVE;
        this.safe =
                new Regime(
                        settings.speculation().qualifierLength(),
                        settings.batch().prefillTokensPerRound(),
                        0);
        Duration stale = settings.control().interval().multipliedBy(STALE_INTERVALS);
        this.shedLimit = Math.max(stale.toMillis(), STALE_AT_LEAST.toMillis());
        this.limit = shedLimit + checkpointTimeout.toMillis();
        keepSafe();
    }

    /** Registers what is in force. */
    void register(MetricGroup head) {
        MetricGroup group = head.addGroup(ControlMetricNames.CONTROL);
        gauge(group, ControlMetricNames.PLAN_SEQUENCE, 0L, SpeculationPlan::getSequence);
        gauge(group, ControlMetricNames.SAFE_BOUNDS, 1, inForce -> 0);
        gauge(
                group,
                ControlMetricNames.MAX_CANDIDATES,
                safe.maxCandidates(),
                SpeculationPlan::getMaxCandidates);
        gauge(group, ControlMetricNames.OPENNESS, 0.0, SpeculationPlan::getOpenness);
        gauge(
                group,
                ControlMetricNames.PRESSURE,
                0,
                inForce ->
                        PressureLevel.find(inForce.getPressure())
                                .map(PressureLevel::ordinal)
                                .orElse(0));
        gauge(
                group,
                ControlMetricNames.PLAN_AGE_MS,
                0L,
                inForce -> Math.max(0, ticks.getAsLong() - came));
    }

    private <T> void gauge(
            MetricGroup group, String name, T without, Function<SpeculationPlan, T> value) {
        Gauge<T> gauge =
                () -> {
                    SpeculationPlan inForce = plan;
                    return inForce == null ? without : value.apply(inForce);
                };
        group.gauge(name, gauge);
    }

    /** Tells how this head fares, and gives up a plan that nobody renews. */
    void tick() {
        long now = ticks.getAsLong();
        if (plan != null && now - came > limit) {
            LOG.warn(
                    "No plan for {} ms; the bounds of the options hold instead of plan {}.",
                    now - came,
                    plan.getSequence());
            keepSafe();
        } else if (plan != null && adaptive && plan.getShedding() && now - came > shedLimit) {
            // Bounds may wait for a checkpoint to end; nobody is to be turned away meanwhile.
            batch.govern(admission(plan, false));
        }
        controller.sendEventToCoordinator(new ReportEvent(batch.report()));
    }

    /**
     * Puts a plan in force.
     *
     * @return the plan, if it could be used
     */
    Optional<SpeculationPlan> take(PlanEvent event) {
        try {
            SpeculationPlan next = event.plan();
            boolean renewed = plan != null && plan.getSequence() == next.getSequence();
            if (adaptive && (!renewed || next.getShedding())) {
                Regime regime = regime(next);
                Admission admission = admission(next, next.getShedding());
                policy.regime(regime);
                batch.govern(admission);
            }
            plan = next;
            came = ticks.getAsLong();
            unusable = false;
            return Optional.of(next);
        } catch (IOException | IllegalArgumentException e) {
            if (!unusable) {
                LOG.warn("A plan cannot be used; what holds now holds on until it is stale.", e);
            }
            unusable = true;
            return Optional.empty();
        }
    }

    /** Number of the plan in force, if any. */
    OptionalLong planInForce() {
        SpeculationPlan inForce = plan;
        return inForce == null ? OptionalLong.empty() : OptionalLong.of(inForce.getSequence());
    }

    private void keepSafe() {
        plan = null;
        if (adaptive) {
            policy.regime(safe);
            batch.govern(Admission.OPEN);
        }
    }

    /**
     * @throws IllegalArgumentException if the plan's bounds are none
     */
    private static Regime regime(SpeculationPlan plan) {
        return new Regime(plan.getMaxCandidates(), plan.getPrefillTokens(), plan.getOpenness());
    }

    private static Admission admission(SpeculationPlan plan, boolean shedding) {
        boolean pressed =
                PressureLevel.find(plan.getPressure())
                        .filter(level -> level.compareTo(PressureLevel.SATURATED) >= 0)
                        .isPresent();
        if (plan.getGuarded()) {
            return Admission.OPEN;
        }
        return new Admission(
                Plans.classes(plan.getAdmittedClasses()),
                pressed,
                shedding,
                Plans.classes(plan.getShedClasses()));
    }
}
