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

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Reads which layers attend to a sliding window only, in the ways of the architectures. */
final class AttentionWindows {

    private static final String WINDOW = "sliding_window";
    private static final String TYPES = "layer_types";
    private static final String SLIDING = "sliding_attention";
    private static final String FULL = "full_attention";

    private static final int DEFAULT_WINDOW = 4096;
    private static final int DEFAULT_FULL_LAYERS = 28;

    private AttentionWindows() {}

    /** Of every layer how many tokens it attends to, its own included; 0 for all. */
    static List<Integer> read(JsonSettings config, Architecture architecture) {
        int layers = config.count("num_hidden_layers");
        switch (architecture) {
            case MISTRAL:
                refuseTypes(config, "none, since all layers have the sliding_window");
                return Collections.nCopies(layers, window(config));
            case PHI3:
                refuseTypes(config, "none, since all layers have the sliding_window");
                return Collections.nCopies(layers, config.has(WINDOW) ? config.count(WINDOW) : 0);
            case QWEN2, QWEN3:
                return mixed(config, layers, config.flag("use_sliding_window", false));
            case GEMMA3:
                return gemma3(config, layers);
            default:
                if (architecture == Architecture.SMOLLM3
                        && config.flag("use_sliding_window", false)) {
                    throw config.fault("use_sliding_window", "false");
                }
                requireFull(config);
                return Collections.nCopies(layers, 0);
        }
    }

    private static List<Integer> gemma3(JsonSettings config, int layers) {
        int window = window(config);
        if (config.has(TYPES)) {
            return typed(config, layers, window);
        }
        if (window == 0) {
            throw config.fault(WINDOW, "a whole number of at least 1");
        }
        int pattern = config.count("sliding_window_pattern", 6);
        return IntStream.range(0, layers)
                .map(i -> (i + 1) % pattern == 0 ? 0 : window)
                .boxed()
                .toList();
    }

    /** An absent window has transformers' default; one set to null is none. */
    private static int window(JsonSettings config) {
        return config.node().path(WINDOW).isNull() ? 0 : config.count(WINDOW, DEFAULT_WINDOW);
    }

    private static List<Integer> mixed(JsonSettings config, int layers, boolean sliding) {
        int window = sliding ? window(config) : 0;
        if (!config.has(TYPES)) {
            int full = config.whole("max_window_layers", 0).orElse(DEFAULT_FULL_LAYERS);
            return IntStream.range(0, layers).map(i -> i < full ? 0 : window).boxed().toList();
        }
        return typed(config, layers, window);
    }

    private static List<Integer> typed(JsonSettings config, int layers, int window) {
        JsonNode types = config.node().get(TYPES);
        if (types.size() != layers) {
            throw config.fault(TYPES, "one for each of num_hidden_layers, which is " + layers);
        }
        return IntStream.range(0, layers)
                .map(i -> of(config, types.get(i).asText(), window))
                .boxed()
                .toList();
    }

    private static int of(JsonSettings config, String type, int window) {
        if (type.equals(FULL)) {
            return 0;
        }
        if (!type.equals(SLIDING) || window == 0) {
            throw config.fault(
                    TYPES,
                    "\"%s\" and, with use_sliding_window and a sliding_window, \"%s\""
                            .formatted(FULL, SLIDING));
        }
        return window;
    }

    private static void refuseTypes(JsonSettings config, String allowed) {
        if (config.has(TYPES)) {
            throw config.fault(TYPES, allowed);
        }
    }

    /** That every layer attends to everything may be said where it cannot be otherwise. */
    private static void requireFull(JsonSettings config) {
        for (JsonNode type : config.node().path(TYPES)) {
            if (!type.asText().equals(FULL)) {
                throw config.fault(TYPES, "\"" + FULL + "\" for every layer");
            }
        }
    }
}
