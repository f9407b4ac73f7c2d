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
 * Groups rows of like length for one forward pass each. In a pass every row is padded to the
 * longest, so that a few tokens beside a long piece would cost as much as it does.
 */
final class LikeLengths {

    private LikeLengths() {}

    /**
     * The rows' indices in groups, the group of the longest first, each in ascending order.
     *
     * @param lengths tokens of each row
     * @param padded rows of up to so many tokens share a pass, however short some of them are:
     *     there a further pass costs more than the padding
     */
    static List<List<Integer>> groups(int[] lengths, int padded) {
        if (lengths.length > 0 && alike(lengths, padded)) {
            return List.of(IntStream.range(0, lengths.length).boxed().toList());
        }
        List<Integer> longestFirst =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(index -> -lengths[index]))
                        .toList();
        List<List<Integer>> groups = new ArrayList<>();
        int longest = 0;
        for (int index : longestFirst) {
            boolean unlike = longest > padded && 2 * lengths[index] < longest;
            if (unlike || groups.isEmpty()) {
                groups.add(new ArrayList<>());
                longest = lengths[index];
            }
            groups.get(groups.size() - 1).add(index);
        }
        groups.forEach(group -> group.sort(Comparator.naturalOrder()));
        return groups;
    }

    /** The usual case, which each pass of each round is: worth no sorting. */
    private static boolean alike(int[] lengths, int padded) {
        int longest = 0;
        int shortest = Integer.MAX_VALUE;
        for (int length : lengths) {
            longest = Math.max(longest, length);
            shortest = Math.min(shortest, length);
        }
        return longest <= padded || 2 * shortest >= longest;
    }
}
