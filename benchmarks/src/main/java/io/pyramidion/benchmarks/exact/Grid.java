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
package io.pyramidion.benchmarks.exact;

import java.util.ArrayList;
import java.util.List;

/**
 * Which settings are tried: each way with each batch size. The other three axes have two values
 * each, and there are two ways through them.
 *
 * @param moreThreads threads inside an operation that are compared with one
 * @param promptTokensPerRound tokens of prompts that a round reads where it does not read them
 *     whole
 */
record Grid(List<ExactWay> ways, List<Integer> batches, int moreThreads, int promptTokensPerRound) {

    /**
     * The four rows of a strength-two orthogonal array: every pair of values of two of the axes is
     * in one of them. An axis is a bit: more threads, prompts in pieces, a cached prefix.
     */
    private static final int[] PAIRWISE = {0b000, 0b011, 0b101, 0b110};

    private static final int COMBINATIONS = 8;

    /**
     * One setting for each way and batch size. Along four batch sizes of a way, and along four ways
     * of a batch size, every pair of values of the other axes is there.
     *
     * @param turn where to begin among the pairs: another for each type of weights
     */
    List<Setting> covering(int turn) {
        List<Setting> settings = new ArrayList<>();
        for (int way = 0; way < ways.size(); way++) {
            for (int batch = 0; batch < batches.size(); batch++) {
                int row = (way + batch + turn) % PAIRWISE.length;
                settings.add(setting(ways.get(way), batches.get(batch), PAIRWISE[row]));
            }
        }
        return settings;
    }

    /** All combinations. */
    List<Setting> full() {
        List<Setting> settings = new ArrayList<>();
        for (ExactWay way : ways) {
            for (int batch : batches) {
                for (int bits = 0; bits < COMBINATIONS; bits++) {
                    settings.add(setting(way, batch, bits));
                }
            }
        }
        return settings;
    }

    private Setting setting(ExactWay way, int batch, int bits) {
        return new Setting(
                way,
                batch,
                (bits & 0b100) == 0 ? 1 : moreThreads,
                (bits & 0b010) == 0 ? Setting.WHOLE_PROMPTS : promptTokensPerRound,
                (bits & 0b001) != 0);
    }
}
