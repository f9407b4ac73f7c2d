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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ablation measured on prompts of one kind, by way.
 *
 * @param <Q> what their texts are judged by
 */
final class AblationResults<Q extends Quality> {

    private final ForwardTimes times;
    private final ThroughputModel model;
    private final Map<Way, Samples> speed = new LinkedHashMap<>();
    private final Map<Way, Q> quality = new LinkedHashMap<>();

    AblationResults(ForwardTimes times) {
        this.times = times;
        this.model = new ThroughputModel(times);
    }

    void add(Way way, Run run) {
        speed.computeIfAbsent(way, ignored -> new Samples()).add(run);
    }

    void add(Way way, Q found) {
        quality.put(way, found);
    }

    ForwardTimes times() {
        return times;
    }

    ThroughputModel model() {
        return model;
    }

    List<Way> ways() {
        return List.copyOf(speed.keySet());
    }

    Samples of(Way way) {
        return speed.get(way);
    }

    /** Lossless ways have the target's quality. */
    Q qualityOf(Way way) {
        return quality.get(way.isLossless() ? Way.PLAIN : way);
    }

    /** The fastest setting of a method. */
    Optional<Way> best(Way.Method method) {
        return ways().stream()
                .filter(way -> way.method() == method)
                .max(Comparator.comparingDouble(way -> of(way).tokensPerSecond()));
    }

    /** The fastest setting of a method that leaves the target's texts next to as they are. */
    Optional<Way> bestValidated(Way.Method method) {
        return ways().stream()
                .filter(way -> way.method() == method)
                .filter(way -> qualityOf(way).isValidated())
                .max(Comparator.comparingDouble(way -> of(way).tokensPerSecond()));
    }

    /** The paper's baseline: the fastest standard speculation, the qualifier as its draft. */
    Samples baseline() {
        return of(best(Way.Method.SD).orElse(Way.PLAIN));
    }

    /**
     * What the model gives for the fastest setting of a two-model method if every token stands as
     * often as the first.
     */
    double ideal(Way.Method method) {
        Way way = best(method).orElseThrow();
        boolean qualifier = way.speculation().useQualifier();
        double first =
                of(way).sum()
                        .firstAcceptance(
                                qualifier
                                        ? AcceptanceStage.QUALIFIER_TARGET
                                        : AcceptanceStage.DRAFT_TARGET);
        return model.standard(
                qualifier ? ModelRole.QUALIFIER : ModelRole.DRAFT,
                Math.min(first, NeededAcceptance.CERTAIN),
                way.length());
    }

    double speedUp(Way way) {
        return of(way).speedUpOver(baseline());
    }

    double predicted(Way way) {
        return model.predict(way, of(way).sum());
    }

    /** Error of the model's prediction, relative to what was measured. */
    double error(Way way) {
        return predicted(way) / of(way).tokensPerSecond() - 1;
    }

    double medianError() {
        List<Double> errors = new ArrayList<>();
        ways().forEach(way -> errors.add(Math.abs(error(way))));
        return Samples.median(errors);
    }
}
