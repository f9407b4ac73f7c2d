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

import java.util.List;

/**
 * Rotary position embedding of a decoder.
 *
 * @param theta base of the geometric row of wavelengths
 * @param scaling how the frequencies are stretched for long contexts
 */
public record RopeSettings(double theta, RopeScaling scaling) {

    private static final double DEFAULT_THETA = 10_000;

    /**
     * Reads either spelling: {@code rope_theta} with {@code rope_scaling}, or transformers 5's
     * {@code rope_parameters}, which wins where both stand.
     */
    static RopeSettings read(JsonSettings config) {
        JsonSettings rope =
                config.object(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        double theta = rope.positive("rope_theta", config.positive("rope_theta", DEFAULT_THETA));
        refusePerLayer(rope);
        if (config.number("partial_rotary_factor", 0, 1).orElse(1) != 1) {
            throw config.fault("partial_rotary_factor", "1");
        }
        if (rope.number("partial_rotary_factor", 0, 1).orElse(1) != 1) {
            throw rope.fault("partial_rotary_factor", "1");
        }
        return new RopeSettings(theta, scaling(rope));
    }

    /**
     * The angle per position of each pair of a head's dimensions, in radians.
     *
     * @param headDim dimensions of a head, even
     * @return {@code headDim / 2} values
     */
    public float[] inverseFrequencies(int headDim) {
        float[] frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = (2f * i) / headDim;
            float plain = 1f / (float) Math.pow((float) theta, exponent);
            frequencies[i] = scaling.scale(plain);
        }
        return frequencies;
    }

    private static void refusePerLayer(JsonSettings rope) {
        for (String type : List.of("full_attention", "sliding_attention")) {
            if (rope.has(type)) {
                throw rope.fault(type, "none, since all layers share one rotary embedding");
            }
        }
    }

    private static RopeScaling scaling(JsonSettings rope) {
        String key = rope.has("rope_type") ? "rope_type" : "type";
        switch (rope.text(key).orElse("default")) {
            case "default":
                return new RopeScaling.None();
            case "linear":
                return new RopeScaling.Linear(factor(rope));
            case "llama3":
                return llama3(rope);
            default:
                throw rope.fault(key, "\"default\", \"linear\", \"llama3\"");
        }
    }

    private static RopeScaling llama3(JsonSettings rope) {
        double low = rope.positive("low_freq_factor");
        double high = rope.positive("high_freq_factor");
        if (high <= low) {
            throw rope.fault("high_freq_factor", "more than low_freq_factor, which is " + low);
        }
        return new RopeScaling.Llama3(
                factor(rope), low, high, rope.count("original_max_position_embeddings"));
    }

    private static double factor(JsonSettings rope) {
        double factor = rope.positive("factor");
        if (factor < 1) {
            throw rope.fault("factor", "a number of at least 1");
        }
        return factor;
    }
}
