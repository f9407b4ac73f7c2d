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
package io.pyramidion.engine.decoder;

import java.util.List;
import java.util.Set;

/**
 * What may be drawn in one place, and how the logits are changed first. Applied in this order:
 * nothing but {@code allowed} is left, {@code edits} change logits, {@code banned} tokens fall out.
 *
 * <p>Nothing here is of the vocabulary's size. Neighbouring draws of a {@link Row} that hold the
 * very same array or {@link LogitEdits} send it to the decoder once: share what does not differ.
 *
 * @param allowed the only tokens that may be drawn, all of them if empty; never written to
 * @param edits changes of logits, at most one for each token
 * @param banned tokens that may not be drawn
 */
public record DrawConstraint(int[] allowed, List<LogitEdits> edits, Set<Integer> banned) {

    /** Every token may be drawn, and the logits stay as they are. */
    public static final DrawConstraint NONE = new DrawConstraint(new int[0], List.of(), Set.of());

    /** Forbids some tokens. */
    public static DrawConstraint banning(Set<Integer> banned) {
        return new DrawConstraint(NONE.allowed, List.of(), banned);
    }

    boolean restricts() {
        return allowed.length > 0;
    }
}
