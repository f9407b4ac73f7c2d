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
package io.pyramidion.peers;

import io.pyramidion.peers.worker.Answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What all ways came to with one batch size, repeat by repeat. */
final class Measurements {

    private final int batch;
    private final Map<Way, List<Answers>> repeats = new LinkedHashMap<>();
    private final Map<Way, Double> processorSeconds = new LinkedHashMap<>();

    Measurements(int batch) {
        this.batch = batch;
    }

    int batch() {
        return batch;
    }

    void add(Way way, List<Answers> waves, double processor) {
        processorSeconds.merge(way, processor, Double::sum);
        repeats.computeIfAbsent(way, ignored -> new ArrayList<>()).add(sum(waves));
    }

    /** Median of the tokens per second after every answer of a batch had begun. */
    double decoding(Way way) {
        return median(way, Measurements::decodingRate);
    }

    /** Median of the tokens per second, prompts included. */
    double whole(Way way) {
        return median(way, each -> each.tokens() / each.seconds());
    }

    /** The median of the repeats' ratios: both ran one after the other, on the same prompts. */
    double decodingOver(Way way, Way other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < repeats.get(way).size(); i++) {
            ratios.add(
                    decodingRate(repeats.get(way).get(i))
                            / decodingRate(repeats.get(other).get(i)));
        }
        return median(ratios);
    }

    /** Cores that it had on average; fewer than its threads where others took them. */
    double cores(Way way) {
        double seconds = repeats.get(way).stream().mapToDouble(Answers::seconds).sum();
        return processorSeconds.get(way) / seconds;
    }

    Way bestPeer() {
        return repeats.keySet().stream()
                .filter(Way::isPeer)
                .max((one, other) -> Double.compare(decoding(one), decoding(other)))
                .orElseThrow();
    }

    /** Answers with the same text as another way's. */
    String same(Way way, Way as) {
        List<String> own = texts(way);
        List<String> others = texts(as);
        int same = 0;
        for (int i = 0; i < own.size(); i++) {
            same += own.get(i).equals(others.get(i)) ? 1 : 0;
        }
        return same + " of " + own.size();
    }

    private List<String> texts(Way way) {
        return repeats.get(way).stream().flatMap(each -> each.texts().stream()).toList();
    }

    private double median(Way way, ToDoubleFunction<Answers> rate) {
        return median(repeats.get(way).stream().map(each -> rate.applyAsDouble(each)).toList());
    }

    private static double decodingRate(Answers answers) {
        return answers.decodedTokens() / answers.decodeSeconds();
    }

    private static Answers sum(List<Answers> waves) {
        return new Answers(
                waves.stream().flatMap(each -> each.texts().stream()).toList(),
                waves.stream().mapToLong(Answers::tokens).sum(),
                waves.stream().mapToDouble(Answers::seconds).sum(),
                waves.stream().mapToLong(Answers::decodedTokens).sum(),
                waves.stream().mapToDouble(Answers::decodeSeconds).sum());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
