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
package io.pyramidion.engine.speculation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups rows of like length for one forward pass each. In a pass attention sees every row as long
 * as the longest, so that a few tokens beside a long piece would cost there as much as it does.
 */
final class LikeLengths {

    private LikeLengths() {}

    /**
     * The rows' indices in groups, the group of the longest first, each in ascending order.
     *
     * @param lengths tokens of each row
     * @param padding rows share a pass, however short some of them are, if together they fall short
     *     of the longest by up to so many tokens: there a further pass costs more than the padding
     */
    static List<List<Integer>> groups(int[] lengths, int padding) {
        if (lengths.length > 0 && alike(lengths, padding)) {
            return List.of(IntStream.range(0, lengths.length).boxed().toList());
        }
        List<Integer> left =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(index -> -lengths[index]))
                        .toList();
        List<List<Integer>> groups = new ArrayList<>();
        while (!left.isEmpty()) {
            int count = like(lengths, left, padding);
            groups.add(left.subList(0, count).stream().sorted().toList());
            left = left.subList(count, left.size());
        }
        return groups;
    }

    /** How many of the rows, the longest first, the next group has. */
    private static int like(int[] lengths, List<Integer> left, int padding) {
        if (alike(left.stream().mapToInt(index -> lengths[index]).toArray(), padding)) {
            return left.size();
        }
        int longest = lengths[left.get(0)];
        return (int) left.stream().takeWhile(index -> 2 * lengths[index] >= longest).count();
    }

    /** Whether rows may share a pass: the usual case, which each pass of each round is. */
    private static boolean alike(int[] lengths, int padding) {
        int longest = 0;
        int shortest = Integer.MAX_VALUE;
        long fed = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
            shortest = Math.min(shortest, length);
            fed += length;
        }
        return (long) longest * lengths.length - fed <= padding || 2 * shortest >= longest;
    }
}
