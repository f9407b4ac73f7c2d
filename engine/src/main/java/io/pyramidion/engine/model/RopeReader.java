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
package io.pyramidion.engine.model;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads rotary settings in all their spellings, with transformers' precedence: {@code rope_scaling}
 * before {@code rope_parameters}, as a whole; {@code rope_type} before {@code type}; {@code
 * rope_theta} inside before outside; {@code original_max_position_embeddings} outside before
 * inside.
 */
final class RopeReader {

    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final Set<String> LAYER_TYPES = Set.of("full_attention", "sliding_attention");

    private final JsonSettings config;
    private final Architecture architecture;
    private final int rotated;

    /**
     * @param rotated dimensions of a head that are rotated
     */
    RopeReader(JsonSettings config, Architecture architecture, int rotated) {
        this.config = config;
        this.architecture = architecture;
        this.rotated = rotated;
    }

    /** The part of a head that is rotated, above 0 and at most 1. */
    static double partialFactor(JsonSettings config, Architecture architecture) {
        String key = "partial_rotary_factor";
        JsonSettings rope = spelled(config);
        JsonSettings holder = rope.has(key) ? rope : config;
        double factor = holder.positive(key, 1);
        if (factor != 1 && architecture != Architecture.PHI3) {
            throw holder.fault(key, "1");
        }
        if (factor > 1) {
            throw holder.fault(key, "a number above 0, at most 1");
        }
        return factor;
    }

    /** Settings for all layers. */
    RopeSettings read() {
        JsonSettings rope = spelled(config);
        for (String type : LAYER_TYPES) {
            if (rope.has(type)) {
                throw rope.fault(type, "none, since all layers share one rotary embedding");
            }
        }
        return read(rope, config.positive("rope_theta", architecture.defaultTheta()));
    }

    /**
     * Settings for the layers that attend to everything, of an architecture that rotates layers
     * with a window otherwise.
     */
    RopeSettings readFull() {
        JsonSettings scaling = config.object("rope_scaling");
        JsonSettings rope = config.object("rope_parameters");
        if (rope.node().size() > 0) {
            if (scaling.node().size() > 0) {
                throw config.fault("rope_scaling", "none beside rope_parameters");
            }
            if (!rope.has("full_attention") && !rope.has("sliding_attention")) {
                throw config.fault(
                        "rope_parameters", "an object for full_attention and sliding_attention");
            }
        }
        if (scaling.has("type") && !scaling.has("rope_type")) {
            throw scaling.fault("type", "rope_type in its place; transformers ignores type here");
        }
        return read(
                scaling.node().size() > 0 ? scaling : rope.object("full_attention"),
                config.positive("rope_theta", architecture.defaultTheta()));
    }

    /** Settings for those with a window; what is wrong in the file, {@link #readFull} finds. */
    RopeSettings readSliding(double defaultTheta) {
        return read(
                config.object("rope_parameters").object("sliding_attention"),
                config.positive("rope_local_base_freq", defaultTheta));
    }

    private static JsonSettings spelled(JsonSettings config) {
        JsonSettings old = config.object("rope_scaling");
        return old.node().size() > 0 ? old : config.object("rope_parameters");
    }

    private RopeSettings read(JsonSettings rope, double outside) {
        return new RopeSettings(rope.positive("rope_theta", outside), scaling(rope));
    }

    private RopeScaling scaling(JsonSettings rope) {
        String key = rope.has("rope_type") || !rope.has("type") ? "rope_type" : "type";
        String type = rope.text(key).orElse("default");
        // The names that the first Phi-3 configurations had for it.
        boolean renamed = architecture == Architecture.PHI3 && Set.of("su", "yarn").contains(type);
        if (architecture == Architecture.PHI3
                && !renamed
                && !Set.of("default", "longrope").contains(type)) {
            throw rope.fault(key, "\"default\", \"longrope\", \"su\", \"yarn\" with Phi-3");
        }
        return switch (renamed ? "longrope" : type) {
            case "default" -> new RopeScaling.None();
            case "dynamic" -> dynamic(rope);
            case "linear" -> new RopeScaling.Linear(factor(rope));
            case "llama3" -> llama3(rope);
            case "yarn" -> yarn(rope);
            case "longrope" -> longRope(rope);
            default ->
                    throw rope.fault(
                            key,
                            "\"default\", \"linear\", \"dynamic\", \"llama3\", \"yarn\","
                                    + " \"longrope\"");
        };
    }

    private static RopeScaling dynamic(JsonSettings rope) {
        factor(rope);
        return new RopeScaling.None();
    }

    private RopeScaling llama3(JsonSettings rope) {
        double low = rope.positive("low_freq_factor");
        double high = rope.positive("high_freq_factor");
        if (high <= low) {
            throw rope.fault("high_freq_factor", "more than low_freq_factor, which is " + low);
        }
        return new RopeScaling.Llama3(factor(rope), low, high, originalPositions(rope));
    }

    private RopeScaling yarn(JsonSettings rope) {
        double factor = factor(rope);
        double slow = rope.positive("beta_slow", 1);
        double fast = rope.positive("beta_fast", 32);
        if (fast < slow) {
            throw rope.fault("beta_fast", "at least beta_slow, which is " + slow);
        }
        double scale = rope.number("mscale", 0, 100).orElse(0);
        double all = rope.number("mscale_all_dim", 0, 100).orElse(0);
        boolean both = scale > 0 && all > 0;
        double standard =
                both ? magnitude(factor, scale) / magnitude(factor, all) : magnitude(factor, 1);
        return new RopeScaling.Yarn(
                factor,
                originalPositions(rope),
                rope.positive("attention_factor", standard),
                fast,
                slow,
                rope.flag("truncate", true));
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private RopeScaling longRope(JsonSettings rope) {
        int original = originalPositions(rope);
        double factor = rope.positive("factor", (double) maxPositions() / original);
        double standard = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        divisors(rope, "long_factor");
        return new RopeScaling.LongRope(
                divisors(rope, "short_factor"),
                original,
                rope.positive("attention_factor", standard));
    }

    private List<Float> divisors(JsonSettings rope, String key) {
        JsonNode list = rope.node().path(key);
        List<Float> divisors = new ArrayList<>();
        list.forEach(value -> divisors.add(value.floatValue()));
        if (!list.isArray()
                || divisors.size() != rotated / 2
                || divisors.stream().anyMatch(divisor -> !(divisor > 0))) {
            throw rope.fault(key, "a list of " + rotated / 2 + " numbers above 0");
        }
        return divisors;
    }

    private int originalPositions(JsonSettings rope) {
        if (config.has(ORIGINAL)) {
            return config.count(ORIGINAL);
        }
        return architecture == Architecture.PHI3
                ? Architecture.PHI3.defaultPositions()
                : rope.count(ORIGINAL, maxPositions());
    }

    private int maxPositions() {
        return config.count("max_position_embeddings", architecture.defaultPositions());
    }

    private static double factor(JsonSettings rope) {
        double factor = rope.positive("factor");
        if (factor < 1) {
            throw rope.fault("factor", "a number of at least 1");
        }
        return factor;
    }
}
