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

import io.pyramidion.engine.decoder.Confidence;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * What one round of a batch shall do. The stages ask it on the thread that runs the round. In mode
 * exact no answer changes a text; with a {@link Tolerance} the lengths do, so that a plan which is
 * to leave such a text alone answers {@link Lookahead#of} for it and keeps the defaults.
 */
@FunctionalInterface
public interface RoundPlan {

    /**
     * Who proposes for a sequence, and how far ahead. Asked once, before the round starts. What
     * goes beyond the request's {@link Speculation}, its {@code max_tokens} or the context is cut.
     */
    Lookahead lookahead(Sequence sequence);

    /**
     * Whether {@link #proceeding} is to see how sure draft and qualifier were of what they drew.
     * Asked before every pass of theirs; what is measured makes it a little longer.
     */
    default boolean measures() {
        return false;
    }

    /**
     * Which sequences get further proposals, after a pass of draft or qualifier. Asked after every
     * such pass, even if no sequence has any more to come.
     *
     * @return asked in turn about each sequence of the pass that is still open
     */
    default Predicate<Sequence> proceeding(ProposalPass pass) {
        return sequence -> true;
    }

    /**
     * How many leading candidates of each sequence the target reads; the others are dropped. Asked
     * once, before the target's pass.
     *
     * @param batch the round's sequences
     * @param candidates what stands for the sequence of the same index
     * @return for each index 0 to its candidates
     */
    default int[] kept(List<Sequence> batch, int[] candidates) {
        return candidates;
    }

    /**
     * How likely a token stands that a model just proposed. Asked only for requests that trace;
     * what it answers is told and changes nothing.
     *
     * @param stage who proposed the token, and who is to verify it next
     * @param confidence how sure the model was
     * @return 0 to 1, by default the model's own probability of the token; empty if it cannot be
     *     told
     */
    default OptionalDouble chance(AcceptanceStage stage, Sequence sequence, Confidence confidence) {
        return OptionalDouble.of(Math.exp(confidence.logProbability()));
    }

    /** The same of a guess from the text itself; by default it cannot be told. */
    default OptionalDouble guessChance(Sequence sequence) {
        return OptionalDouble.empty();
    }
}
