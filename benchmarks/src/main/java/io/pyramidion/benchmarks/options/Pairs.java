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
package io.pyramidion.benchmarks.options;

/** Reads two numbers with a colon between them. */
public final class Pairs {

    private Pairs() {}

    public static int[] wholes(String option, String text) {
        if (!text.matches("[1-9]\\d{0,3}:[1-9]\\d{0,3}")) {
            throw new BenchException(
                    option + " has " + text + "; allowed: two numbers from 1 such as 4:2");
        }
        String[] parts = text.split(":");
        return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    }

    public static double[] decimals(String option, String text) {
        if (!text.matches("\\d*\\.?\\d+:\\d*\\.?\\d+")) {
            throw new BenchException(option + " has " + text + "; allowed: τQ:τT such as 0.3:0.4");
        }
        String[] parts = text.split(":");
        return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
    }
}
