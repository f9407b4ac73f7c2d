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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.speculation.Speculation;

import java.util.function.Supplier;

/**
 * What is compared: a policy, and how far its requests let it go.
 *
 * @param policies makes one for each batch size and traffic: what it learns there stays there
 */
record Contender(
        String name, Kind kind, Speculation speculation, Supplier<SpeculationPolicy> policies) {

    enum Kind {
        PLAIN,
        /** One arm and one length in every round. */
        FIXED,
        /** Another's rule for choosing. */
        BASELINE,
        ADAPTIVE
    }

    static final Contender PLAIN =
            new Contender("plain", Kind.PLAIN, Speculation.OFF, FixedPolicy::new);

    static Contender fixed(String name, Speculation speculation) {
        return new Contender(name, Kind.FIXED, speculation, FixedPolicy::new);
    }

    /** Whether it does the same in every round. */
    boolean isFixed() {
        return kind == Kind.PLAIN || kind == Kind.FIXED;
    }
}
