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
package io.pyramidion.job.options;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses which key was meant by one that does not exist. */
public final class KeyLikeness {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private KeyLikeness() {}

    /** The likest of {@code known}, unless more than a third of the key would have to change. */
    public static Optional<String> likest(String unknown, List<String> known) {
        return known.stream()
                .min(
                        Comparator.<String>comparingInt(key -> distance(unknown, key))
                                .thenComparingInt(key -> DISTANCE.apply(unknown, key)))
                .filter(key -> distance(unknown, key) <= Math.max(2, shortName(key).length() / 3));
    }

    private static int distance(String unknown, String key) {
        return Math.min(
                DISTANCE.apply(unknown, key), DISTANCE.apply(shortName(unknown), shortName(key)));
    }

    private static String shortName(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
