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

/**
 * What one forward pass of draft or qualifier brought.
 *
 * @param model whose pass it was
 * @param proposed what each sequence of the pass got
 */
public record ProposalPass(ModelRole model, List<Proposed> proposed) {

    /**
     * What one sequence got.
     *
     * @param fresh tokens that this pass added or let stand
     * @param ahead all tokens that await a verifier now, {@code fresh} included
     * @param open whether more may come: from the draft before its next verifier reads, from the
     *     qualifier before the target does
     * @param confidences how sure the pass's model was of its own draw in the place of each of the
     *     {@code fresh} tokens, in their order; empty unless {@link RoundPlan#measures} or the
     *     request traces. Where it let another token stand (mode fuzzy), it is its own draw that
     *     this tells of.
     */
    public record Proposed(
            Sequence sequence, int fresh, int ahead, boolean open, List<Confidence> confidences) {

        public Proposed {
            confidences = List.copyOf(confidences);
        }
    }

    public ProposalPass {
        proposed = List.copyOf(proposed);
    }
}
