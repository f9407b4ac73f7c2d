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
package io.pyramidion.operators.controller.law;

import java.io.Serializable;

/**
 * How many answers of a window met what was asked of them.
 *
 * @param met answers that did
 * @param missed answers that did not
 */
public record Attained(long met, long missed) implements Serializable {

    public static final Attained NOTHING = new Attained(0, 0);

    /** Fewer answers than these are no evidence. */
    private static final int ENOUGH = 3;

    public Attained plus(Attained other) {
        return new Attained(met + other.met, missed + other.missed);
    }

    /** Share of those that met it, 0 to 1; not a number if there are too few to tell. */
    public double share() {
        return met + missed < ENOUGH ? Double.NaN : (double) met / (met + missed);
    }
}
