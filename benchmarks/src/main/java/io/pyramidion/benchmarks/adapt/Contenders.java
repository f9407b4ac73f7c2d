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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.options.Pairs;
import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.PassCosts;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.policy.baseline.GoodputPolicy;
import io.pyramidion.engine.policy.baseline.ThresholdPolicy;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Who competes: options, and what they make. */
final class Contenders {

    @Option(
            names = "--draft-lengths",
            split = ",",
            defaultValue = "1,2,3,4,6,8",
            description = "Fixed lengths of draft→target (${DEFAULT-VALUE}).")
    private List<Integer> draftLengths;

    @Option(
            names = "--qualifier-lengths",
            split = ",",
            defaultValue = "2,4",
            description = "Fixed lengths of qualifier→target (${DEFAULT-VALUE}).")
    private List<Integer> qualifierLengths;

    @Option(
            names = "--lengths",
            split = ",",
            defaultValue = "4:2,8:4",
            description = "Fixed lengths ℓQ:ℓD of the pyramid (${DEFAULT-VALUE}).")
    private List<String> lengths;

    @Option(
            names = "--lookup-lengths",
            split = ",",
            defaultValue = "4",
            description = "Fixed lengths of prompt lookup (${DEFAULT-VALUE}).")
    private List<Integer> lookupLengths;

    @Option(
            names = "--rivals",
            split = ",",
            defaultValue = "threshold,smartspec",
            description =
                    "Others' policies: threshold (draft while it is sure), smartspec (${DEFAULT-VALUE}).")
    private List<String> rivals;

    @Option(
            names = "--max-candidates",
            defaultValue = "16",
            description = "Most candidates of a policy that chooses (${DEFAULT-VALUE}).")
    private int maxCandidates;

    /** All but the policy that this is about, plain decoding first. */
    List<Contender> others() {
        List<Contender> all = new ArrayList<>();
        all.add(Contender.PLAIN);
        draftLengths.forEach(
                length ->
                        all.add(
                                Contender.fixed(
                                        "draft→target " + length,
                                        new Speculation(true, false, length, length))));
        qualifierLengths.forEach(
                length ->
                        all.add(
                                Contender.fixed(
                                        "qualifier→target " + length,
                                        new Speculation(false, true, length, length))));
        for (String pair : lengths) {
            int[] length = Pairs.wholes("--lengths", pair);
            all.add(
                    Contender.fixed(
                            "pyramid " + pair, new Speculation(true, true, length[1], length[0])));
        }
        lookupLengths.forEach(
                length ->
                        all.add(
                                Contender.fixed(
                                        "prompt lookup " + length,
                                        new Speculation(
                                                false,
                                                false,
                                                length,
                                                length,
                                                true,
                                                Tolerance.NONE))));
        rivals.forEach(name -> all.add(rival(name)));
        return all;
    }

    private Contender rival(String name) {
        return switch (name) {
            case "threshold" -> rival(name, ThresholdPolicy.MAX_LENGTH, ThresholdPolicy::new);
            case "smartspec" -> rival("SmartSpec", GoodputPolicy.MAX_LENGTH, GoodputPolicy::new);
            default ->
                    throw new BenchException(
                            "--rivals has " + name + "; allowed: threshold, smartspec");
        };
    }

    private static Contender rival(String name, int length, Supplier<SpeculationPolicy> policies) {
        Speculation draft = new Speculation(true, false, length, length);
        return new Contender(name, Contender.Kind.BASELINE, draft, policies);
    }

    /** The policy that this is about. */
    Contender adaptive(PassCosts costs) {
        Speculation bounds =
                new Speculation(true, true, maxCandidates, maxCandidates, true, Tolerance.NONE);
        return new Contender(
                "adaptive", Contender.Kind.ADAPTIVE, bounds, () -> new AdaptivePolicy(costs));
    }
}
