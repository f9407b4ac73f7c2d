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
package io.pyramidion.benchmarks.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.benchmarks.passes.PassTimer;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.engine.decoder.Decoder;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Times passes of one model: with a draw after every token, and with none; with few and with many
 * cached tokens, which tells what attention costs.
 */
final class PassPoints {

    private static final List<Integer> DRAWING = List.of(1, 2, 4, 8, 16, 32, 64, 128);
    private static final List<Integer> READING = List.of(8, 32, 64, 128, 256);
    private static final int FEW = 64;
    private static final int MANY = 320;

    /** More than of other passes: a small difference of two large times. */
    private static final int ATTENTION_TURNS = 25;

    private final PassTimer timer;
    private final int slots;
    private final int passes;

    /**
     * @param slots rows of a pass at most
     * @param passes of which the median counts
     */
    PassPoints(PassTimer timer, int slots, int passes) {
        this.timer = timer;
        this.slots = slots;
        this.passes = passes;
    }

    /** The model's part of a profile. */
    ObjectNode measure(Decoder decoder) {
        int most = decoder.config().maxPositions();
        double perCached = attention(decoder, Math.min(MANY, most - 1));
        NavigableMap<Integer, Double> drawing = new TreeMap<>();
        for (int size : DRAWING) {
            int rows = Math.min(size, slots);
            int width = size / rows;
            if (FEW + width <= most) {
                double millis = Samples.median(timer.millis(decoder, rows, width, FEW, passes));
                drawing.put(rows * width, millis - perCached * rows * (FEW + width));
            }
        }
        NavigableMap<Integer, Double> reading = new TreeMap<>();
        for (int size : READING) {
            if (size <= most) {
                double millis = Samples.median(timer.reading(decoder, size, passes));
                reading.put(size, millis - perCached * size);
            }
        }
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.set("pass_ms", points(drawing));
        model.set("read_ms", points(reading));
        return model.put("attention_ms_per_1000", rounded(1000 * perCached));
    }

    /** Milliseconds of a token in the cache that a sequence of a pass attends to. */
    private double attention(Decoder decoder, int many) {
        List<Double> longer = timer.longer(decoder, slots, FEW, many, ATTENTION_TURNS);
        return Math.max(0, Samples.median(longer) / (slots * (many - FEW)));
    }

    /** A pass of more tokens is never cheaper: what says so is noise. */
    private static ArrayNode points(Map<Integer, Double> millis) {
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        double highest = 0;
        for (Map.Entry<Integer, Double> point : millis.entrySet()) {
            highest = Math.max(highest, point.getValue());
            points.addArray().add(point.getKey()).add(rounded(highest));
        }
        return points;
    }

    static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
