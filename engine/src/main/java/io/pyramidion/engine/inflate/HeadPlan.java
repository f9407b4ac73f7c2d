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
package io.pyramidion.engine.inflate;

import java.util.Arrays;

/**
 * Which of the source's attention heads stand where in a larger model with grouped queries. A
 * group's key and value head may be copied so that its queries find room beside copies of it.
 *
 * @param queries for each query head the source's, or -1 for a new one
 * @param keys for each key and value head the source's, or -1 for a new one
 */
record HeadPlan(int[] queries, int[] keys) {

    static HeadPlan of(ModelShape from, ModelShape to) {
        int[] queries = new int[to.heads()];
        int[] keys = new int[to.kvHeads()];
        Arrays.fill(queries, -1);
        Arrays.fill(keys, -1);
        int copies = copies(from, to);
        for (int query = 0; query < from.heads(); query++) {
            int inGroup = query % from.group();
            int key = query / from.group() * copies + inGroup / to.group();
            keys[key] = query / from.group();
            queries[key * to.group() + inGroup % to.group()] = query;
        }
        return new HeadPlan(queries, keys);
    }

    /** Fewest key and value heads that the larger model needs. */
    static int minKeys(ModelShape from, ModelShape to) {
        return from.kvHeads() * copies(from, to);
    }

    private static int copies(ModelShape from, ModelShape to) {
        return (from.group() + to.group() - 1) / to.group();
    }
}
