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

import java.util.ArrayList;
import java.util.List;

/**
 * Who proposed each token of one sequence, and how much text each added. Positions are those among
 * the generated tokens; what is noted of speculation is overwritten by what comes in its place. A
 * sequence has a log only if its request traces. Owned by its {@link Sequence}.
 */
final class TraceLog {

    private final List<Proposal> proposals = new ArrayList<>();

    /** Characters that each token for good added. */
    private final List<Integer> lengths = new ArrayList<>();

    /** Takes over what an earlier run noted of its tokens. */
    void restore(List<Proposal> earlier) {
        proposals.clear();
        proposals.addAll(earlier);
    }

    /** Notes who proposed the token at a position, or the one in its place. */
    void proposed(int position, Proposal proposal) {
        if (position == proposals.size()) {
            proposals.add(proposal);
        } else {
            proposals.set(position, proposal);
        }
    }

    /** Notes that the next token stands for good and added so many characters. */
    void wrote(int characters) {
        lengths.add(characters);
    }

    /** Of the tokens that stand for good. */
    List<Proposal> proposals() {
        return List.copyOf(proposals.subList(0, lengths.size()));
    }

    /**
     * The tokens from one on.
     *
     * @param text what they added, and what was held back until the end: that is the last one's,
     *     even if that one comes before {@code first}
     */
    List<TracedToken> tokens(int first, String text) {
        int last = lengths.size() - 1;
        List<TracedToken> tokens = new ArrayList<>();
        int from = 0;
        for (int position = first; position <= last; position++) {
            int until = position == last ? text.length() : from + lengths.get(position);
            tokens.add(new TracedToken(text.substring(from, until), proposals.get(position)));
            from = until;
        }
        if (first > last && !text.isEmpty()) {
            tokens.add(new TracedToken(text, proposals.get(last)));
        }
        return tokens;
    }
}
