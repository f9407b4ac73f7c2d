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
package io.pyramidion.operators.settings;

/** Checks of numbers, with messages that name field, value and limit. */
final class Limits {

    private Limits() {}

    static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed: at least " + least);
        }
    }

    static void between(long least, long most, long value, String name) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed: " + least + " to " + most);
        }
    }

    static void finite(double value, String name) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 and more");
        }
    }
}
