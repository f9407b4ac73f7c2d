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
package io.pyramidion.simulation.fleet;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.CostProfiler;
import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.policy.baseline.GoodputPolicy;
import io.pyramidion.engine.policy.baseline.ThresholdPolicy;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.simulation.SimulationException;
import io.pyramidion.simulation.decoder.Script;
import io.pyramidion.simulation.decoder.SimulatedDecoder;
import io.pyramidion.simulation.decoder.VirtualClock;
import io.pyramidion.simulation.profile.CostProfile;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to speculate: a policy, and the bounds that every request gives it. The policies are the
 * engine's own.
 */
public final class Way {

    /** What {@link #of} takes, for messages. */
    public static final String NAMES =
            "plain, fixed-K, pyramid-Q:D, threshold, smartspec, adaptive (K, Q, D: 1 to 64 tokens)";

    /** Lengths within which a policy chooses. */
    private static final int MOST = AdaptivePolicy.MAX_CANDIDATES;

    private static final Pattern FIXED = Pattern.compile("fixed-([1-9]|[1-5][0-9]|6[0-4])");
    private static final Pattern PYRAMID =
            Pattern.compile("pyramid-([1-9]|[1-5][0-9]|6[0-4]):([1-9]|[1-5][0-9]|6[0-4])");

    private final String name;
    private final Speculation speculation;
    private final CostProfile profile;
    private final Supplier<SpeculationPolicy> simple;

    private Way(
            String name,
            Speculation speculation,
            CostProfile profile,
            Supplier<SpeculationPolicy> simple) {
        this.name = name;
        this.speculation =
                speculation.within(profile.has(ModelRole.DRAFT), profile.has(ModelRole.QUALIFIER));
        this.profile = profile;
        this.simple = simple;
    }

    /**
     * The way of a name.
     *
     * @param name one of {@link #NAMES}
     * @param profile whose models it uses
     * @throws SimulationException if there is no such way, or the profile lacks its models
     */
    public static Way of(String name, CostProfile profile) {
        Matcher fixed = FIXED.matcher(name);
        if (fixed.matches()) {
            return drafted(name, Integer.parseInt(fixed.group(1)), profile, FixedPolicy::new);
        }
        Matcher pyramid = PYRAMID.matcher(name);
        if (pyramid.matches()) {
            require(name, profile, ModelRole.DRAFT);
            require(name, profile, ModelRole.QUALIFIER);
            int candidates = Integer.parseInt(pyramid.group(1));
            int draftLength = Integer.parseInt(pyramid.group(2));
            Speculation lengths = new Speculation(true, true, draftLength, candidates);
            return new Way(name, lengths, profile, FixedPolicy::new);
        }
        return switch (name) {
            case "plain" -> new Way(name, Speculation.OFF, profile, FixedPolicy::new);
            case "threshold" ->
                    drafted(name, ThresholdPolicy.MAX_LENGTH, profile, ThresholdPolicy::new);
            case "smartspec" ->
                    drafted(name, GoodputPolicy.MAX_LENGTH, profile, GoodputPolicy::new);
            case "adaptive" ->
                    new Way(name, new Speculation(true, true, MOST, MOST), profile, null);
            default -> throw new SimulationException("way is " + name + "; allowed: " + NAMES);
        };
    }

    private static Way drafted(
            String name, int length, CostProfile profile, Supplier<SpeculationPolicy> policy) {
        require(name, profile, ModelRole.DRAFT);
        return new Way(name, new Speculation(true, false, length, 1), profile, policy);
    }

    private static void require(String way, CostProfile profile, ModelRole role) {
        if (!profile.has(role)) {
            throw new SimulationException(
                    "way %s needs a %s; profile %s has none"
                            .formatted(way, role.wireName(), profile.name()));
        }
    }

    public String name() {
        return name;
    }

    /** What every request allows. */
    Speculation speculation() {
        return speculation;
    }

    /** A policy of its own for a task manager, on its clock. */
    SpeculationPolicy policy(Script script, VirtualClock clock) {
        return simple == null ? adaptive(script, clock) : simple.get();
    }

    /** The job's: profiles its models before it starts. */
    private SpeculationPolicy adaptive(Script script, VirtualClock clock) {
        VirtualClock profiling = new VirtualClock();
        Map<ModelRole, Decoder> decoders = new EnumMap<>(ModelRole.class);
        for (ModelRole role : ModelRole.values()) {
            if (profile.has(role)) {
                decoders.put(role, SimulatedDecoder.timed(role, script, profile, profiling));
            }
        }
        CostProfiler profiler = new CostProfiler(CostProfiler.DEFAULT_NANOS, profiling);
        return new AdaptivePolicy(profiler.profile(decoders), clock);
    }
}
