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

import io.pyramidion.engine.policy.PolicyFigures;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the policy of mode adaptive knows and does. Its figures belong to the task's thread, so that
 * thread publishes an immutable copy now and then, and reporters read the latest one. Names of
 * models that are not there are not registered.
 */
public final class PolicyMetrics {

    private static final double NANOS_PER_MILLI = 1e6;

    private record OfModel(double stepMs, double error) {}

    private record OfStage(double acceptance, double calibrationError) {}

    private record Seen(
            Arm arm,
            double meanCandidates,
            double planningShare,
            double tokensPerSecond,
            double machineSlowness,
            Map<ModelRole, OfModel> models,
            Map<AcceptanceStage, OfStage> stages) {}

    private final Map<Arm, Counter> rounds = new EnumMap<>(Arm.class);
    private final Counter candidates;
    private final Counter pruned;
    private volatile Seen seen;

    /**
     * @param head the group that the names of {@link MetricNames} stand in
     * @param first what the policy knows before its first round
     */
    public PolicyMetrics(MetricGroup head, PolicyFigures first) {
        MetricGroup group = head.addGroup(MetricNames.POLICY);
        candidates = group.counter(MetricNames.CANDIDATE_TOKENS);
        pruned = group.counter(MetricNames.PRUNED_TOKENS);
        for (Arm arm : Arm.values()) {
            MetricGroup ofArm = group.addGroup(MetricNames.ARM, arm.wireName());
            rounds.put(arm, ofArm.counter(MetricNames.ROUNDS));
        }
        publish(first);
        gauge(group, MetricNames.ARM_IN_USE, now -> now.arm().ordinal());
        gauge(group, MetricNames.ARM_IN_USE_NAME, now -> now.arm().wireName());
        gauge(group, MetricNames.MEAN_CANDIDATES, Seen::meanCandidates);
        gauge(group, MetricNames.PLANNING_SHARE, Seen::planningShare);
        gauge(group, MetricNames.EXPECTED_TOKENS_PER_SECOND, Seen::tokensPerSecond);
        gauge(group, MetricNames.MACHINE_SLOWNESS, Seen::machineSlowness);
        for (ModelRole model : seen.models().keySet()) {
            MetricGroup ofModel = group.addGroup(MetricNames.MODEL, model.wireName());
            gauge(ofModel, MetricNames.PREDICTED_STEP_MS, now -> now.models().get(model).stepMs());
            gauge(ofModel, MetricNames.COST_ERROR, now -> now.models().get(model).error());
        }
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            MetricGroup ofStage = group.addGroup(MetricNames.STAGE, stage.wireName());
            gauge(
                    ofStage,
                    MetricNames.RECENT_ACCEPTANCE,
                    now -> now.stages().get(stage).acceptance());
            gauge(
                    ofStage,
                    MetricNames.CALIBRATION_ERROR,
                    now -> now.stages().get(stage).calibrationError());
        }
    }

    private <T> void gauge(MetricGroup group, String name, Function<Seen, T> value) {
        Gauge<T> gauge = () -> value.apply(seen);
        group.gauge(name, gauge);
    }

    /** Shows what a policy knows now. Call it on the thread that runs the policy's rounds. */
    public void publish(PolicyFigures figures) {
        rounds.forEach((arm, counter) -> raise(counter, figures.rounds().getOrDefault(arm, 0L)));
        raise(candidates, figures.candidates());
        raise(pruned, figures.pruned());
        seen =
                new Seen(
                        figures.arm(),
                        figures.meanCandidates(),
                        figures.planningShare(),
                        figures.tokensPerSecond(),
                        figures.machineSlowness(),
                        models(figures),
                        stages(figures));
    }

    private static void raise(Counter counter, long to) {
        counter.inc(to - counter.getCount());
    }

    private static Map<ModelRole, OfModel> models(PolicyFigures figures) {
        Map<ModelRole, OfModel> models = new EnumMap<>(ModelRole.class);
        for (ModelRole model : ModelRole.values()) {
            if (figures.has(model)) {
                double stepMs = figures.stepNanos(model) / NANOS_PER_MILLI;
                models.put(model, new OfModel(stepMs, figures.costError(model)));
            }
        }
        return models;
    }

    private static Map<AcceptanceStage, OfStage> stages(PolicyFigures figures) {
        Map<AcceptanceStage, OfStage> stages = new EnumMap<>(AcceptanceStage.class);
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            double error = figures.calibration(stage).error();
            stages.put(stage, new OfStage(figures.acceptance(stage), error));
        }
        return stages;
    }
}
