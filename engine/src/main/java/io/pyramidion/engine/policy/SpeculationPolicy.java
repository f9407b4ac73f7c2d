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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Decides round by round who proposes for whom, and how far ahead. Each request's {@link
 * io.pyramidion.engine.speculation.Speculation} bounds what a plan can do. Used by one thread at a
 * time.
 */
@FunctionalInterface
public interface SpeculationPolicy {

    /**
     * The plan of the next round.
     *
     * @param batch the sequences that get tokens in it, by slot; may be empty
     */
    RoundPlan plan(List<Sequence> batch);

    /**
     * Prompt tokens that the round just planned may read beside the batch, at least 1; the
     * scheduler's own limit holds too.
     *
     * @param batch as for {@link #plan}
     */
    default int prefillTokens(List<Sequence> batch) {
        return Integer.MAX_VALUE;
    }

    /**
     * Models that read prompts ahead, the target among them. Others read what they lack once they
     * propose. Requests that do not adapt have every model read that they use.
     */
    default Set<ModelRole> readers() {
        return EnumSet.allOf(ModelRole.class);
    }

    /** Most sequences that shall run at once; those that run already stay. */
    default int maxRunning() {
        return Integer.MAX_VALUE;
    }

    /** Sees what a round brought, once it is over. */
    default void learn(RoundOutcome outcome) {}

    /** Bounds the rounds to come. May be called between any two rounds. */
    default void regime(Regime regime) {}
}
