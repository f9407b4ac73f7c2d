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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the passes of a pyramid's models cost on this machine: profiled when the models are loaded,
 * corrected by every real pass. Prompt reading, which draws nothing, has curves of its own.
 * Thread-safe: the subtasks of a JVM share one, so that each sees how much the others slow it down.
 */
public final class PassCosts {

    /** The curves of one model. */
    record Curves(PassCurve decoding, PassCurve reading) {

        Curves hopeful() {
            return new Curves(decoding.hopeful(), reading.hopeful());
        }

        void age() {
            decoding.age();
            reading.age();
        }
    }

    private static final int SHORT = 64;
    private static final int LONG = 128;

    private final Map<ModelRole, Curves> models;
    private final MachineSpeed speed;

    /**
     * @param models of every model that there is
     */
    PassCosts(Map<ModelRole, Curves> models) {
        this(models, new MachineSpeed());
    }

    private PassCosts(Map<ModelRole, Curves> models, MachineSpeed speed) {
        this.models = new EnumMap<>(models);
        this.speed = speed;
    }

    /** Whether a model is there. */
    public boolean has(ModelRole model) {
        return models.containsKey(model);
    }

    /** Nanoseconds of a pass that draws tokens. */
    double decoding(ModelRole model, double positions) {
        return speed.slowness() * models.get(model).decoding().nanos(positions);
    }

    /** Nanoseconds that reading so many more tokens costs, 0 for none. */
    double reading(ModelRole model, double positions) {
        return positions <= 0 ? 0 : speed.slowness() * models.get(model).reading().nanos(positions);
    }

    /** Nanoseconds that each further token of a long prompt costs. */
    double readingPerToken(ModelRole model) {
        PassCurve curve = models.get(model).reading();
        return speed.slowness() * (curve.nanos(LONG) - curve.nanos(SHORT)) / (LONG - SHORT);
    }

    /**
     * Mean of how far the predictions for a model's drawing passes were off lately, as a share of
     * what was predicted, at most 1 each.
     */
    public double error(ModelRole model) {
        return models.get(model).decoding().error();
    }

    /** Predicted nanoseconds of a model's pass over one position, for metrics. */
    public double step(ModelRole model) {
        return decoding(model, 1);
    }

    /** How many times as long as in the profile all passes take at the moment. */
    public double machineSlowness() {
        return speed.slowness();
    }

    /** What a round's passes would have been expected to take, nanoseconds. */
    double expected(RoundOutcome outcome) {
        double nanos = 0;
        for (RoundOutcome.Pass pass : outcome.passes()) {
            nanos +=
                    pass.draws() == 0
                            ? reading(pass.model(), pass.positions())
                            : decoding(pass.model(), pass.positions());
        }
        return nanos;
    }

    /**
     * The costs as low as those of the smaller models may be: a model that is taken to be too dear
     * runs no pass that would set it right. The target runs in every round.
     */
    PassCosts hopeful() {
        Map<ModelRole, Curves> hopeful = new EnumMap<>(models);
        hopeful.replaceAll(
                (model, curves) -> model == ModelRole.TARGET ? curves : curves.hopeful());
        return new PassCosts(hopeful, speed);
    }

    /** Corrects the speed of the machine and the curves by what a round's passes took. */
    void learn(RoundOutcome outcome) {
        models.values().forEach(Curves::age);
        double slowness = speed.slowness();
        MachineSpeed.Round round = new MachineSpeed.Round();
        for (RoundOutcome.Pass pass : outcome.passes()) {
            PassCurve curve = curve(pass);
            round.add(
                    pass.model(),
                    curve.surprise(pass.positions(), pass.nanos() / slowness),
                    curve.trust(pass.positions()));
        }
        double common = round.common();
        for (RoundOutcome.Pass pass : outcome.passes()) {
            curve(pass).learn(pass.positions(), pass.nanos() / slowness, common);
        }
        speed.learn(common);
    }

    /** Milliseconds of each model's passes over few and many tokens, for the log. */
    @Override
    public String toString() {
        return models.keySet().stream()
                .map(
                        model ->
                                "%s %.2f, %.2f, %.2f"
                                        .formatted(
                                                model.wireName(),
                                                decoding(model, 1) / 1e6,
                                                decoding(model, 8) / 1e6,
                                                decoding(model, 32) / 1e6))
                .collect(Collectors.joining("; "));
    }

    private PassCurve curve(RoundOutcome.Pass pass) {
        Curves curves = models.get(pass.model());
        return pass.draws() == 0 ? curves.reading() : curves.decoding();
    }
}
