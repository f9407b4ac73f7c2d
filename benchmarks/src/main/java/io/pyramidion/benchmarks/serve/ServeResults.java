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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.operators.request.SloClass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, by load and policy.
 *
 * @param capacity requests a second that the plain job serves at most
 * @param proposals what the jobs' results tell of speculation
 */
record ServeResults(
        List<Policy> policies,
        double capacity,
        Map<SloClass, Objective> objectives,
        Map<Double, Map<Policy, List<Window>>> windows,
        Map<Double, Map<Policy, Proposals>> proposals) {

    ServeResults(List<Policy> policies, double capacity, Map<SloClass, Objective> objectives) {
        this(policies, capacity, objectives, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    void add(double load, Policy policy, Window window) {
        windows.computeIfAbsent(load, none -> new LinkedHashMap<>())
                .computeIfAbsent(policy, none -> new ArrayList<>())
                .add(window);
    }

    void add(double load, Policy policy, Proposals more) {
        proposals
                .computeIfAbsent(load, none -> new LinkedHashMap<>())
                .merge(policy, more, Proposals::plus);
    }

    Proposals proposals(double load, Policy policy) {
        return proposals.get(load).get(policy);
    }

    List<Double> loads() {
        return windows.keySet().stream().sorted().toList();
    }

    List<Window> of(double load, Policy policy) {
        return windows.get(load).get(policy);
    }

    /** All answers of a policy at a load. */
    List<Answer> answers(double load, Policy policy) {
        return of(load, policy).stream().flatMap(w -> w.answers().stream()).toList();
    }

    List<Answer> answers(double load, Policy policy, SloClass kind) {
        return answers(load, policy).stream().filter(a -> a.request().kind() == kind).toList();
    }

    /** Median over the windows. */
    double median(double load, Policy policy, ToDoubleFunction<Window> of) {
        return Samples.median(of(load, policy).stream().map(of::applyAsDouble).toList());
    }

    /** Mean over the whole answers; one that was given up early is not a fast one. */
    double meanEndToEnd(double load, Policy policy) {
        return answers(load, policy).stream()
                .filter(Answer::isWhole)
                .mapToDouble(Answer::endToEnd)
                .average()
                .orElse(Double.NaN);
    }

    /** Share of a class's requests whose objectives were met, 0 to 1. */
    double attainment(double load, Policy policy, SloClass kind) {
        List<Answer> answers = answers(load, policy, kind);
        long met =
                answers.stream().filter(a -> a.isWhole() && objectives.get(kind).isMet(a)).count();
        return (double) met / answers.size();
    }

    /** Geometric mean over the loads of mean end-to-end latency, milliseconds. */
    double meanOverLoads(Policy policy) {
        return Math.exp(
                loads().stream()
                        .mapToDouble(load -> Math.log(meanEndToEnd(load, policy)))
                        .average()
                        .orElseThrow());
    }

    /** The fixed policy with the lowest latency over all loads; plain decoding is one. */
    Policy bestSingle() {
        return policies.stream()
                .filter(Policy::isFixed)
                .min(Comparator.comparingDouble(this::meanOverLoads))
                .orElseThrow();
    }

    Policy ours() {
        return policies.stream().filter(Policy::isOurs).findFirst().orElseThrow();
    }

    Policy plain() {
        return policies.stream().filter(Policy::isPlain).findFirst().orElseThrow();
    }

    /** Whole texts that are not those of plain decoding. */
    int differing(Policy policy) {
        int differing = 0;
        for (double load : loads()) {
            List<Window> own = of(load, policy);
            for (int i = 0; i < own.size(); i++) {
                differing += own.get(i).differing(of(load, plain()).get(i));
            }
        }
        return differing;
    }
}
