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
package io.pyramidion.simulation.profile;

import io.pyramidion.simulation.SimulationException;

/**
 * How well a kind of text is foreseen.
 *
 * @param name for options and reports
 * @param curve how an outcome follows from a model's confidence
 * @param draft share of the draft's tokens that the target draws too, between 0 and 1
 * @param qualifier the qualifier's share
 * @param spread how unlike the requests of the kind are: standard deviation of their log odds
 */
public record TextKind(String name, Curve curve, double draft, double qualifier, double spread) {

    /** Measured shapes of confidence. */
    public enum Curve {
        /** Open text: the model is often unsure, and its confidence tells much. */
        STORIES,
        /** Text with a right answer: the model is sure nearly everywhere. */
        TASKS
    }

    /** Stories by the bundled family at temperature 0.7. */
    public static final TextKind STORIES = new TextKind("stories", Curve.STORIES, 0.67, 0.74, 0.4);

    /** Tasks by the bundled family at temperature 0.7. */
    public static final TextKind TASKS = new TextKind("tasks", Curve.TASKS, 0.96, 0.97, 0.8);

    public TextKind {
        checkShare("draft", draft);
        checkShare("qualifier", qualifier);
        if (!(spread >= 0 && spread <= 5)) {
            throw new SimulationException("spread is " + spread + "; allowed: 0 to 5");
        }
    }

    private static void checkShare(String field, double share) {
        if (!(share > 0 && share < 1)) {
            throw new SimulationException(
                    field + " is " + share + "; allowed: above 0 and below 1");
        }
    }
}
